package io.frostglass.admin.topics;

import io.frostglass.runtime.ClientOption;
import io.frostglass.topics.ClusterProvisioner;
import java.io.IOException;
import java.net.URI;
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
public final class TopicsCommand implements Runnable {

    /// Who may administer the demo's cluster.
    private static final String ADMINISTRATOR = "admin";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "plan or apply is missing");
    }

    @Command(
            name = "plan",
            mixinStandardHelpOptions = true,
            description = "Shows what apply would make, and what differs and is left alone.")
    static final class PlanCommand implements Callable<Integer> {
        @Mixin
        private ClientOption client = new ClientOption(ADMINISTRATOR);

        @Override
        public Integer call() throws IOException {
            try (Admin admin = Admin.create(client.kafka())) {
                System.out.print(new ClusterProvisioner(admin).plan().describe());
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
        private ClientOption client = new ClientOption(ADMINISTRATOR);

        @Option(names = "--schema-registry", paramLabel = "URL", description = "Where to register the schemas, too.")
        private @Nullable URI registry;

        @Override
        public Integer call() throws IOException {
            try (Admin admin = Admin.create(client.kafka())) {
                System.out.print(new ClusterProvisioner(admin).apply().describe());
            }
            if (registry != null) {
                SchemaTexts.register(registry);
                SchemaTexts.bySubject()
                        .keySet()
                        .forEach(subject -> System.out.println("schema registered: " + subject));
            }
            return ExitCode.OK;
        }
    }
}
