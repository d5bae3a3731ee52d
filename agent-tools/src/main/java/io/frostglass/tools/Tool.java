package io.frostglass.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The tools. A JSON file beside this class, with the name of the tool, describes each to agents.
public enum Tool {
    LIST_EVENTS,
    GET_EVENT,
    RAISE_ALERT,
    DISMISS_EVENT,
    LIST_TEMPLATES;

    @SuppressWarnings("ImmutableEnumChecker") // nothing changes it
    private final JsonNode description = read(code() + ".json");

    /// The tool of this name.
    public static Optional<Tool> named(String name) {
        return Arrays.stream(values()).filter(tool -> tool.code().equals(name)).findFirst();
    }

    /// Its name, for agents.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return description.path("title").textValue();
    }

    public String description() {
        return description.path("description").textValue();
    }

    /// The JSON schema of its arguments.
    public JsonNode inputSchema() {
        return description.path("inputSchema");
    }

    /// The JSON schema of its result.
    public JsonNode outputSchema() {
        return description.path("outputSchema");
    }

    /// Whether it changes nothing.
    public boolean isReadOnly() {
        return description.path("readOnly").booleanValue();
    }

    private static JsonNode read(String file) {
        try (InputStream in = Tool.class.getResourceAsStream(file)) {
            return new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
