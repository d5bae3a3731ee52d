package io.frostglass.delivery.receivers;

/// What a field of a request may hold.
public enum FieldKind {
    /// A word of the receiver's API, or something that the operator has set: no part of an alert.
    FIXED,
    /// An id of the alert, its event or its incident.
    ID,
    /// A time (RFC 3339), a number, or true or false.
    VALUE,
    /// Words, which must hold nothing that leads to a place, a device, a person or a secret.
    TEXT,
    /// Words, among which may be one of the alert's [AlertLinks].
    TEXT_WITH_LINK,
    /// One of the alert's [AlertLinks].
    LINK,
    /// The alert's own thumbnail, as a data URI.
    PICTURE
}
