package io.frostglass.veil;

/// What reading a picture came to.
sealed interface Read {

    record Done(Frame frame) implements Read {}

    record Refused(Reason reason) implements Read {}
}
