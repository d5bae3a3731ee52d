package io.frostglass.testsupport;

import io.frostglass.embedded.SchemaRegistryServer;
import io.frostglass.topics.ConfluentSerdes;
import io.frostglass.topics.SerdeFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/// A schema registry and serdes that use it.
public final class TestRegistry implements AutoCloseable {

    private final URI url;
    private final Runnable stop;
    private final SerdeFactory serdes = new ConfluentSerdes();

    private TestRegistry(URI url, Runnable stop) {
        this.url = url;
        this.stop = stop;
        serdes.configure(settings());
    }

    /// Starts a registry on a free port.
    ///
    /// @param folder where it keeps its schemas
    public static TestRegistry start(Path folder) throws IOException {
        var server = SchemaRegistryServer.start(folder, 0);
        return new TestRegistry(server.url(), server::close);
    }

    /// Uses a registry that runs.
    static TestRegistry at(URI url) {
        return new TestRegistry(url, () -> {});
    }

    public URI url() {
        return url;
    }

    /// The settings by which an application finds the registry.
    public Map<String, String> settings() {
        return Map.of("schema.registry.url", url().toString(), "auto.register.schemas", "true");
    }

    /// Shared serdes; the registry closes them.
    public SerdeFactory serdes() {
        return serdes;
    }

    @Override
    public void close() {
        serdes.close();
        stop.run();
    }
}
