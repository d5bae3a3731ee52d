package io.frostglass.delivery.receivers;

import io.frostglass.alerts.IncidentStatus;

/// The last message about an incident that a receiver has accepted.
///
/// @param version of the incident in that message
/// @param status of the incident in that message
/// @param reference by which the receiver's API finds that message or what was in it; empty if it needs none.
///     At most [#MAX_REFERENCE] characters
public record SentBefore(int version, IncidentStatus status, String reference) {

    public static final int MAX_REFERENCE = 255;
}
