package io.frostglass.testsupport;

import io.frostglass.embedded.EmbeddedBroker;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// A broker in this process.
final class InProcessBroker implements TestBroker {

    private final Path folder;
    private EmbeddedBroker broker;

    private InProcessBroker(Path folder) throws IOException {
        this.folder = folder;
        broker = EmbeddedBroker.start(folder, 0);
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
        broker = EmbeddedBroker.start(folder, broker.port());
    }

    @Override
    public void close() {
        broker.close();
    }
}
