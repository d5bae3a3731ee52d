package io.frostglass.topics;

import io.frostglass.topics.registry.FakeRegistry;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ConfluentWireFormatTest extends WireFormatContract {

    private static FakeRegistry registry;

    @BeforeAll
    static void start() throws IOException {
        registry = new FakeRegistry();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Override
    String registryUrl() {
        return registry.url().toString();
    }
}
