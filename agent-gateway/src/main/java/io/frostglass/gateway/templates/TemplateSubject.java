package io.frostglass.gateway.templates;

import io.frostglass.agent.AgentSeverity;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/// The event and the decision that a template is filled for.
///
/// @param at when the camera saw it
/// @param severity of the alert; empty for a dismissal
/// @param siteCameras whether an id is that of a camera of the event's site
public record TemplateSubject(
        String siteId, String cameraId, Instant at, Optional<AgentSeverity> severity, Predicate<String> siteCameras) {}
