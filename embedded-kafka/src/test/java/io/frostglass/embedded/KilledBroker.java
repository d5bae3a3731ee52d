package io.frostglass.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/// Starts a broker, writes a record and dies without closing anything.
final class KilledBroker {

    static final int EXIT_CODE = 9;

    private KilledBroker() {}

    public static void main(String[] args) throws Exception {
        String topic = args[1];
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), 0);
        try (Admin admin = broker.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        Records.write(broker.adminProperties(), topic);
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
