package io.frostglass.testsupport;

import io.frostglass.topics.Principal;
import java.io.IOException;
import java.util.Map;

/// A broker that a test can stop and start again.
interface TestBroker extends AutoCloseable {

    /// The configuration of a Kafka client that connects as this principal.
    Map<String, String> clientProperties(Principal principal);

    /// The configuration of a Kafka client that may do everything.
    Map<String, String> adminProperties();

    void stop();

    /// Starts the broker again, with its data and on its former port.
    void startAgain() throws IOException;

    @Override
    void close();
}
