package io.frostglass.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The tools that there are. What is said of each to agents is in a file of its name beside this class.
public enum Tool {
    LIST_EVENTS,
    GET_EVENT,
    RAISE_ALERT,
    DISMISS_EVENT,
    LIST_TEMPLATES;

    private static final Map<Tool, JsonNode> DESCRIPTIONS = new EnumMap<>(Tool.class);

    static {
        for (Tool tool : values()) {
            DESCRIPTIONS.put(tool, read(tool.code() + ".json"));
        }
    }

    /// The tool of a name.
    public static Optional<Tool> named(String name) {
        return Arrays.stream(values()).filter(tool -> tool.code().equals(name)).findFirst();
    }

    /// Its name, for agents.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return said("title").textValue();
    }

    public String description() {
        return said("description").textValue();
    }

    /// A JSON schema of its arguments.
    public JsonNode inputSchema() {
        return said("inputSchema");
    }

    /// A JSON schema of what it gives.
    public JsonNode outputSchema() {
        return said("outputSchema");
    }

    /// Whether it changes nothing.
    public boolean isReadOnly() {
        return said("readOnly").booleanValue();
    }

    private JsonNode said(String field) {
        return Objects.requireNonNull(DESCRIPTIONS.get(this)).path(field);
    }

    private static JsonNode read(String file) {
        try (InputStream in = Tool.class.getResourceAsStream(file)) {
            return new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
