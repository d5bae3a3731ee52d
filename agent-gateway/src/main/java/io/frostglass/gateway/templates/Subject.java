package io.frostglass.gateway.templates;

import io.frostglass.agent.AgentSeverity;
import java.time.Instant;
import java.util.Optional;

/// What a template is filled with, of the event and the decision.
///
/// @param at when the camera saw it
/// @param severity of the alert; empty for a dismissal
public record Subject(String siteId, String cameraId, Instant at, Optional<AgentSeverity> severity) {}
