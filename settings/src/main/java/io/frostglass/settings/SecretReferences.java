package io.frostglass.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Replaces references to secrets in the text of a configuration file:
///
/// - `${env:NAME}`: an environment variable,
/// - `${file:/path}`: a file, without the white space around its content,
/// - `${file:/path/x.properties:key}`: one key of a properties file, as in Kafka's `FileConfigProvider`.
///
/// A value may hold several. The replacement is not searched for references again. Other `${…}` stay: Kafka's
/// clients have configuration providers of their own.
public final class SecretReferences {

    /// Largest file of a reference, in bytes.
    public static final int MAX_FILE_BYTES = 64 * 1024;

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{((?:env|file):[^}]*)}?");

    private final Function<String, @Nullable String> environment;

    private SecretReferences(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /// References to the environment of this process.
    public static SecretReferences ofProcess() {
        return new SecretReferences(System::getenv);
    }

    /// References to another environment; null means that the variable is not set.
    public static SecretReferences of(Function<String, @Nullable String> environment) {
        return new SecretReferences(environment);
    }

    /// The text with every reference replaced.
    public String resolve(String text) throws UnresolvedReference {
        var matcher = REFERENCE.matcher(text);
        var resolved = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            resolved.append(text, end, matcher.start()).append(lookUp(matcher.group(), matcher.group(1)));
            end = matcher.end();
        }
        return resolved.append(text, end, text.length()).toString();
    }

    /// The files to which a text refers.
    static Set<Path> filesIn(String text) {
        var files = new LinkedHashSet<Path>();
        var matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).startsWith("file:")) {
                try {
                    files.add(FileReference.of(matcher.group(1)).path());
                } catch (InvalidPathException e) {
                    // Not a path: resolving the reference reports it.
                }
            }
        }
        return files;
    }

    private String lookUp(String reference, String inner) throws UnresolvedReference {
        if (!reference.endsWith("}")) {
            throw new UnresolvedReference("has a reference without its closing brace");
        }
        return inner.startsWith("env:") ? variable(inner.substring("env:".length())) : readFile(inner);
    }

    private String variable(String name) throws UnresolvedReference {
        String value = environment.apply(name);
        if (value == null || value.isEmpty()) {
            throw new UnresolvedReference("environment variable " + name + " is not set");
        }
        return value;
    }

    private static String readFile(String inner) throws UnresolvedReference {
        try {
            var reference = FileReference.of(inner);
            String content = readBounded(reference.path());
            return reference.key() == null ? content.strip() : key(content, reference.path(), reference.key());
        } catch (InvalidPathException e) {
            throw new UnresolvedReference("refers to a file by a name that is no path");
        }
    }

    private static String readBounded(Path path) throws UnresolvedReference {
        try {
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new UnresolvedReference("file " + path + " is larger than " + MAX_FILE_BYTES + " bytes");
            }
            return Files.readString(path);
        } catch (CharacterCodingException e) {
            throw new UnresolvedReference("file " + path + " is not UTF-8 text");
        } catch (IOException e) {
            throw new UnresolvedReference("file " + path + " cannot be read");
        }
    }

    private static String key(String content, Path path, String key) throws UnresolvedReference {
        var properties = new Properties();
        try {
            properties.load(new StringReader(content));
        } catch (IOException | IllegalArgumentException e) {
            throw new UnresolvedReference("file " + path + " is not a properties file");
        }
        String value = properties.getProperty(key);
        if (value == null) {
            throw new UnresolvedReference("file " + path + " has no key " + key);
        }
        return value;
    }

    private record FileReference(Path path, @Nullable String key) {

        static FileReference of(String inner) {
            String rest = inner.substring("file:".length());
            int colon = rest.lastIndexOf(':');
            return colon < 0
                    ? new FileReference(Path.of(rest), null)
                    : new FileReference(Path.of(rest.substring(0, colon)), rest.substring(colon + 1));
        }
    }
}
