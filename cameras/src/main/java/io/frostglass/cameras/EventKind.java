package io.frostglass.cameras;

import java.util.Optional;

/// What an event is for, the field `kind` of its body.
public enum EventKind {
    /// Something moves. This is the kind of an event that names none.
    MOTION,
    /// The picture shows the empty scene. It teaches the veil what the camera always sees, and makes no alert.
    REFERENCE,
    /// The daily test of the way from its site. From a camera that the sites file does not call `synthetic`, it counts
    /// as motion: an alert too many is better than one too few.
    SYNTHETIC;

    /// The kind with this name, such as `reference`.
    static Optional<EventKind> named(String name) {
        return switch (name) {
            case "motion" -> Optional.of(MOTION);
            case "reference" -> Optional.of(REFERENCE);
            case "synthetic" -> Optional.of(SYNTHETIC);
            default -> Optional.empty();
        };
    }
}
