package io.frostglass.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// `GET /openapi.yaml`: what there is to ask for, in OpenAPI 3.1. It says the same to all, and nothing of this gateway.
final class OpenApiDocument {

    private static final GatewayResponse REPLY = new GatewayResponse.TextResponse("application/yaml", read());

    private OpenApiDocument() {}

    static GatewayResponse gatewayResponse() {
        return REPLY;
    }

    private static byte[] read() {
        try (InputStream in = Objects.requireNonNull(OpenApiDocument.class.getResourceAsStream("openapi.yaml"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
