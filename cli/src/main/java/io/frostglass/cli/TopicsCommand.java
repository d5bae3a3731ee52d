package io.frostglass.cli;

import io.frostglass.standalone.Schemas;
import io.frostglass.topics.Provisioning;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Puts a cluster in order: topics, configurations and ACLs of the catalogue. Never deletes.",
        synopsisSubcommandLabel = "plan|apply")
final class TopicsCommand {

    /// How to reach the cluster.
    static final class Target {
        @Option(
                names = "--config",
                paramLabel = "FILE.properties",
                required = true,
                description = "Settings of a Kafka admin client.")
        private Path config = Path.of("");

        @Option(
                names = "--schema-registry",
                paramLabel = "URL",
                description = "Where to register the schemas, if they are to be.")
        private @Nullable URI registry;

        Admin admin() throws IOException {
            var settings = new Properties();
            try (Reader reader = Files.newBufferedReader(config)) {
                settings.load(reader);
            }
            return Admin.create(settings);
        }
    }
}
