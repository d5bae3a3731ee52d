package io.frostglass.gateway;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Tests of one gateway that is ready, which a class starts once.
abstract class GatewayTest {

    @TempDir
    static Path folder;

    static GatewayFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = GatewayFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }
}
