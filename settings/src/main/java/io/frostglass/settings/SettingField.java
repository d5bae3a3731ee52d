package io.frostglass.settings;

import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A setting that was read, or could not be. It has a value whenever [YamlMapping#build] calls its maker.
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

    /// Whether it has a value.
    public boolean present() {
        return value != null;
    }

    /// The same with another value made of it, if it has one.
    public <R> SettingField<R> map(Function<? super T, R> function) {
        return value == null ? missing() : of(function.apply(value));
    }

    /// The value, or `otherwise` if the setting is missing or wrong.
    public T or(T otherwise) {
        return value == null ? otherwise : value;
    }

    /// The value.
    ///
    /// @throws NoSuchElementException if the setting is missing or wrong; never within [YamlMapping#build]
    public T get() {
        if (value == null) {
            throw new NoSuchElementException("a setting that could not be read");
        }
        return value;
    }
}
