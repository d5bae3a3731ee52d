package io.frostglass.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.gateway.http.GatewayResponse.TextResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/// `GET /openapi.yaml`: the HTTP API in OpenAPI 3.1. It is the same for everybody, and holds nothing of this
/// gateway's configuration.
final class OpenApiDocument {

    private static final GatewayResponse RESPONSE = new TextResponse("application/yaml", read());

    private OpenApiDocument() {}

    static GatewayResponse gatewayResponse() {
        return RESPONSE;
    }

    private static String read() {
        try (var in = Objects.requireNonNull(OpenApiDocument.class.getResourceAsStream("openapi.yaml"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
