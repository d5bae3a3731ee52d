package io.frostglass.escalation.routes;

import java.util.List;

/// An inhibition: while an incident that the source matches is open at the same site, the target notifies nobody.
///
/// @param equal attributes that both must share
public record InhibitRule(List<AlertMatcher> source, List<AlertMatcher> target, List<AlertAttribute> equal) {}
