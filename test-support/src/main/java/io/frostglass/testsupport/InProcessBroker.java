package io.frostglass.testsupport;

import io.frostglass.embedded.EmbeddedBroker;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// A broker in this process.
final class InProcessBroker implements TestBroker {

    /// The default is 15 s.
    private static final Map<String, String> COMPACT_SOON = Map.of("log.cleaner.backoff.ms", "200");

    private final Path folder;
    private EmbeddedBroker broker;

    private InProcessBroker(Path folder) throws IOException {
        this.folder = folder;
        broker = EmbeddedBroker.start(folder, 0, COMPACT_SOON);
    }

    static InProcessBroker start(Path folder) throws IOException {
        return new InProcessBroker(folder);
    }

    @Override
    public Map<String, String> clientProperties(Principal principal) {
        return broker.clientProperties(principal);
    }

    @Override
    public Map<String, String> adminProperties() {
        return broker.adminProperties();
    }

    @Override
    public void stop() {
        broker.close();
    }

    @Override
    public void startAgain() throws IOException {
        broker = EmbeddedBroker.start(folder, broker.port(), COMPACT_SOON);
    }

    @Override
    public void close() {
        broker.close();
    }
}
