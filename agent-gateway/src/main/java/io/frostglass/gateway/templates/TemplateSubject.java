package io.frostglass.gateway.templates;

import io.frostglass.agent.AgentSeverity;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/// What a template is filled with, of the event and the decision.
///
/// @param at when the camera saw it
/// @param severity of the alert; empty for a dismissal
/// @param siteCameras whether an id is that of a camera of its site
public record TemplateSubject(
        String siteId, String cameraId, Instant at, Optional<AgentSeverity> severity, Predicate<String> siteCameras) {}
