package io.frostglass.tools.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.spec.McpError;
import java.util.function.Supplier;

/// JSON for the SDK. It does not tell why params do not fit a method: the parser's message names classes and shows
/// the params, and the SDK would send it to the client.
final class TerseJson extends JsonMapper {

    TerseJson(JsonFactory factory) {
        super(factory);
    }

    @Override
    public <T> T convertValue(Object from, Class<T> to) {
        return fitting(() -> super.convertValue(from, to));
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as Jackson declares it
    public <T> T convertValue(Object from, JavaType to) {
        return fitting(() -> super.convertValue(from, to));
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
}
