package io.frostglass.settings;

/// A value is not valid for its setting.
public final class InvalidValue extends Exception {

    /// @param what such as `must be a whole number from 1 to 65535`; never the value itself
    public InvalidValue(String what) {
        super(what);
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
