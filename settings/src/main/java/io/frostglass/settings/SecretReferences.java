package io.frostglass.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Secrets by reference, so that a file of settings need not hold one: `${env:NAME}` is an environment variable,
/// `${file:/path}` the text of a file without the line's end, `${file:/path:key}` one key of a `.properties` file.
public final class SecretReferences {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}:]+)(?::([^}]+))?}");

    private static final SecretReferences OF_THIS_PROCESS = new SecretReferences(System::getenv);

    private final UnaryOperator<@Nullable String> environment;

    SecretReferences(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    /// The text with every reference in it replaced by what it refers to.
    ///
    /// @throws IllegalArgumentException naming the reference that leads nowhere, and no secret
    public static String resolve(String text) {
        return OF_THIS_PROCESS.resolveAll(text);
    }

    String resolveAll(String text) {
        return REFERENCE.matcher(text).replaceAll(match -> {
            String reference = match.group();
            String resolved = match.group(1).equals("env")
                    ? variable(reference, match.group(2))
                    : file(reference, Path.of(match.group(2)), match.group(3));
            return Matcher.quoteReplacement(resolved);
        });
    }

    private String variable(String reference, String name) {
        String value = environment.apply(name);
        if (value == null) {
            throw new IllegalArgumentException(reference + " is not set in the environment");
        }
        return value;
    }

    private static String file(String reference, Path path, @Nullable String key) {
        try {
            if (key == null) {
                return Files.readString(path).stripTrailing();
            }
            var properties = new Properties();
            try (Reader reader = Files.newBufferedReader(path)) {
                properties.load(reader);
            }
            String value = properties.getProperty(key);
            if (value == null) {
                throw new IllegalArgumentException(reference + " names a key that the file does not have");
            }
            return value;
        } catch (IOException e) {
            throw new IllegalArgumentException(reference + " names a file that cannot be read", e);
        }
    }
}
