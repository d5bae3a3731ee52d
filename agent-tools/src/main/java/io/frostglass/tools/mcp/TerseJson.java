package io.frostglass.tools.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpError;
import java.io.IOException;
import java.util.function.Supplier;

/// JSON for the SDK that does not say why params do not fit: the parser's words name classes and show what was sent,
/// and the SDK would answer with them.
record TerseJson(McpJsonMapper json) implements McpJsonMapper {

    @Override
    public <T> T convertValue(Object from, Class<T> to) {
        return fitting(() -> json.convertValue(from, to));
    }

    @Override
    public <T> T convertValue(Object from, TypeRef<T> to) {
        return fitting(() -> json.convertValue(from, to));
    }

    private static <T> T fitting(Supplier<T> conversion) {
        try {
            return conversion.get();
        } catch (IllegalArgumentException e) {
            throw McpError.builder(JsonRpc.INVALID_PARAMS)
                    .message("The params are not of the form that this method has.")
                    .build();
        }
    }

    @Override
    public <T> T readValue(String text, Class<T> type) throws IOException {
        return json.readValue(text, type);
    }

    @Override
    public <T> T readValue(byte[] text, Class<T> type) throws IOException {
        return json.readValue(text, type);
    }

    @Override
    public <T> T readValue(String text, TypeRef<T> type) throws IOException {
        return json.readValue(text, type);
    }

    @Override
    public <T> T readValue(byte[] text, TypeRef<T> type) throws IOException {
        return json.readValue(text, type);
    }

    @Override
    public String writeValueAsString(Object value) throws IOException {
        return json.writeValueAsString(value);
    }

    @Override
    public byte[] writeValueAsBytes(Object value) throws IOException {
        return json.writeValueAsBytes(value);
    }
}
