package io.frostglass.settings;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A setting that has been read, or could not be. Its value is there whenever [YamlMapping#build] runs its maker.
public final class SettingField<T> {

    private final @Nullable T value;

    private SettingField(@Nullable T value) {
        this.value = value;
    }

    static <T> SettingField<T> of(T value) {
        return new SettingField<>(value);
    }

    static <T> SettingField<T> missing() {
        return new SettingField<>(null);
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
