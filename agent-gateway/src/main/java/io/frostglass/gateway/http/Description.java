package io.frostglass.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// `GET /openapi.yaml`: what there is to ask for, in OpenAPI 3.1. It says the same to all, and nothing of this gateway.
final class Description {

    private static final Reply REPLY = new Reply.Document("application/yaml", read());

    private Description() {}

    static Reply reply() {
        return REPLY;
    }

    private static byte[] read() {
        try (InputStream in = Objects.requireNonNull(Description.class.getResourceAsStream("openapi.yaml"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
