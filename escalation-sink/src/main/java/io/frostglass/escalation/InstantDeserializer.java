package io.frostglass.escalation;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import java.time.Instant;

/// Reads ISO 8601 times.
@SuppressWarnings("serial") // never serialized
final class InstantDeserializer extends FromStringDeserializer<Instant> {

    InstantDeserializer() {
        super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String text, DeserializationContext context) {
        return Instant.parse(text);
    }
}
