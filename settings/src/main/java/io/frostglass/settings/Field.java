package io.frostglass.settings;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A setting that has been read, or could not be. Its value is there whenever [YamlMapping#build] runs its maker.
public final class Field<T> {

    private final @Nullable T value;

    private Field(@Nullable T value) {
        this.value = value;
    }

    static <T> Field<T> of(T value) {
        return new Field<>(value);
    }

    static <T> Field<T> missing() {
        return new Field<>(null);
    }

    /// Whether it could be read.
    public boolean present() {
        return value != null;
    }

    /// The value, or another where the setting is missing or wrong.
    public T or(T otherwise) {
        return value == null ? otherwise : value;
    }

    /// The value.
    ///
    /// @throws NoSuchElementException outside of [YamlMapping#build], if the setting is missing or wrong
    public T get() {
        if (value == null) {
            throw new NoSuchElementException("a setting that could not be read");
        }
        return value;
    }
}
