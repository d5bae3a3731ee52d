package io.frostglass.anonymize;

import io.frostglass.anonymize.BackgroundControls.ListedBackground;
import io.frostglass.restricted.BackgroundStatus;
import io.frostglass.runtime.ClientOption;
import io.frostglass.settings.TerseErrors;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `frostglass cameras`. The launcher runs it on the class path of this module, which has the restricted zone's types.
@Command(
        name = "frostglass cameras",
        mixinStandardHelpOptions = true,
        description = "Looks after what is learnt of cameras.",
        subcommands = CamerasMain.BackgroundCommand.class)
final class CamerasMain implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private CamerasMain() {}

    public static void main(String[] args) {
        System.exit(TerseErrors.on(new CommandLine(new CamerasMain())).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "background is missing");
    }

    /// Connects as `pattern-admin`.
    static final class BackgroundsClient {
        @Mixin
        private ClientOption client = new ClientOption(Principal.PATTERN_ADMIN);

        private <T> T with(Function<BackgroundControls, T> work) throws IOException {
            return client.connect(
                    (kafka, serdes) -> work.apply(new BackgroundControls(kafka, serdes, Clock.systemUTC())));
        }
    }

    /// `frostglass cameras background`.
    @Command(
            name = "background",
            mixinStandardHelpOptions = true,
            description =
                    "Says how much of each camera's background is known, has it forgotten, or lets it stay as it is."
                            + " It never shows a picture.")
    static final class BackgroundCommand implements Runnable {

        private static final String ROW = "%-24s %-16s %6s %9s %-22s %-6s %8s%n";

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "list, reset or freeze is missing");
        }

        @Command(
                name = "list",
                mixinStandardHelpOptions = true,
                description = "Lists the backgrounds, as they were last stored: the share that is known by day and in"
                        + " infra-red light, and when the camera last taught it.")
        int list(@Mixin BackgroundsClient client) throws IOException {
            var all = client.with(BackgroundControls::list);
            System.out.printf(ROW, "camera", "site", "day", "infra-red", "learnt", "frozen", "bytes");
            for (ListedBackground listed : all) {
                BackgroundStatus status = listed.status();
                System.out.printf(
                        ROW,
                        status.getCameraId(),
                        status.getSiteId(),
                        share(status.getKnownByDay()),
                        share(status.getKnownInfraRed()),
                        status.getLearntAt(),
                        listed.frozen() ? "yes" : "no",
                        status.getBytes());
            }
            return ExitCode.OK;
        }

        @Command(
                name = "reset",
                mixinStandardHelpOptions = true,
                description = "Has a camera's background forgotten. It is learnt anew from the next event on.")
        int reset(
                @Mixin BackgroundsClient client,
                @Option(names = "--camera", paramLabel = "ID", required = true, description = "The camera.")
                        String camera)
                throws IOException {
            client.with(controls -> {
                controls.reset(camera);
                return camera;
            });
            System.out.println("the background of " + camera + " is forgotten");
            return ExitCode.OK;
        }

        @Command(
                name = "freeze",
                mixinStandardHelpOptions = true,
                description = "Lets a camera's background stay as it is: it is shown, and nothing is learnt.")
        int freeze(
                @Mixin BackgroundsClient client,
                @Option(names = "--camera", paramLabel = "ID", required = true, description = "The camera.")
                        String camera,
                @Option(names = "--off", description = "Let it learn again.") boolean off)
                throws IOException {
            client.with(controls -> {
                controls.freeze(camera, !off);
                return camera;
            });
            System.out.println("the background of " + camera + (off ? " learns again" : " is frozen"));
            return ExitCode.OK;
        }

        private static String share(@Nullable Double known) {
            return known == null ? "-" : Math.round(100 * known) + " %";
        }
    }
}
