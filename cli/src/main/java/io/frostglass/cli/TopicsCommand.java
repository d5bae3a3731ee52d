package io.frostglass.cli;

import io.frostglass.standalone.Schemas;
import io.frostglass.topics.Provisioning;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Topics, configurations and ACLs of the catalogue, on a cluster. Never deletes.",
        subcommands = {TopicsCommand.PlanCommand.class, TopicsCommand.ApplyCommand.class})
final class TopicsCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "plan or apply is missing");
    }

    /// How to reach the cluster.
    static final class Target {
        @Option(
                names = "--config",
                paramLabel = "FILE.properties",
                required = true,
                description = "Settings of a Kafka client that may administer the cluster.")
        private Path config = Path.of("");

        Admin admin() throws IOException {
            return Admin.create(ClientConfig.read(config).kafka());
        }
    }

    @Command(
            name = "plan",
            mixinStandardHelpOptions = true,
            description = "Shows what apply would make, and what differs and is left alone.")
    static final class PlanCommand implements Callable<Integer> {
        @Mixin
        private Target target = new Target();

        @Override
        public Integer call() throws IOException {
            try (Admin admin = target.admin()) {
                System.out.print(new Provisioning(admin).plan().describe());
                return ExitCode.OK;
            }
        }
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = "Makes what is not there. Can be repeated; what is there and differs is shown.")
    static final class ApplyCommand implements Callable<Integer> {
        @Mixin
        private Target target = new Target();

        @Option(names = "--schema-registry", paramLabel = "URL", description = "Where to register the schemas, too.")
        private @Nullable URI registry;

        @Override
        public Integer call() throws IOException {
            try (Admin admin = target.admin()) {
                System.out.print(new Provisioning(admin).apply().describe());
            }
            if (registry != null) {
                Schemas.register(registry);
                Schemas.bySubject().keySet().forEach(subject -> System.out.println("schema registered: " + subject));
            }
            return ExitCode.OK;
        }
    }
}
