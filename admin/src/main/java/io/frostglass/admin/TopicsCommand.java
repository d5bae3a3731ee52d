package io.frostglass.admin;

import io.frostglass.runtime.ClientOption;
import io.frostglass.topics.ClusterProvisioner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Topics, configurations and ACLs of the catalogue, on a cluster. Never deletes.")
final class TopicsCommand {

    /// Connects as the demo's administrator by default.
    static final class AdministratorOption {
        @Mixin
        private ClientOption client = new ClientOption("admin");
    }

    @Command(
            name = "plan",
            mixinStandardHelpOptions = true,
            description = "Shows what apply would make, and what differs from the catalogue and stays as it is.")
    void plan(@Mixin AdministratorOption administrator) throws IOException {
        try (Admin admin = Admin.create(administrator.client.kafka())) {
            System.out.print(new ClusterProvisioner(admin).plan().describe());
        }
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = "Makes what is missing, and shows what differs from the catalogue. Can be repeated.")
    void apply(
            @Mixin AdministratorOption administrator,
            @Option(names = "--schema-registry", paramLabel = "URL", description = "Also register the schemas there.")
                    @Nullable
                    URI registry,
            @Option(
                            names = "--passwords",
                            paramLabel = "DIR",
                            description = "Also make a SCRAM user for each principal, with the password of its file"
                                    + " PRINCIPAL.password.")
                    @Nullable
                    Path passwords)
            throws IOException {
        try (Admin admin = Admin.create(administrator.client.kafka())) {
            System.out.print(new ClusterProvisioner(admin).apply().describe());
            if (passwords != null) {
                KafkaUsers.apply(admin, passwords);
                KafkaUsers.names().forEach(name -> System.out.println("user made: " + name));
            }
        }
        if (registry != null) {
            SchemaTexts.register(registry, administrator.client.kafka());
            SchemaTexts.bySubject().keySet().forEach(subject -> System.out.println("schema registered: " + subject));
        }
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Prints the catalogue as resources for Kubernetes. Connects to nothing.")
    void export(
            @Option(
                            names = "--strimzi",
                            required = true,
                            description = "Kafka, KafkaTopic and KafkaUser (kafka.strimzi.io/v1).")
                    boolean strimzi,
            @Option(
                            names = "--cluster",
                            paramLabel = "NAME",
                            defaultValue = "frostglass",
                            description = "Name of the Kafka resource (default: ${DEFAULT-VALUE}).")
                    String cluster) {
        System.out.print(StrimziResources.yaml(cluster));
    }
}
