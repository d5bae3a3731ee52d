package io.frostglass.settings;

/// A value is not what its setting wants.
public final class InvalidValue extends Exception {

    /// Says what the value must be.
    ///
    /// @param what what the value must be, such as `must be a whole number from 1 to 65535`; never the value itself
    public InvalidValue(String what) {
        super(what);
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
