package io.frostglass.runtime;

import io.frostglass.settings.TerseErrors;
import io.frostglass.topics.Principal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The `main` of every application: takes `--config FILE`, and runs until SIGTERM or Ctrl-C.
///
/// Exit codes: 0 stopped by a signal, 1 failed, 2 wrong use or settings.
@Command(mixinStandardHelpOptions = true, sortOptions = false)
public final class ApplicationMain implements Callable<Integer> {

    @FunctionalInterface
    public interface Start {
        RunningApplication start(ApplicationSettings settings);
    }

    private final ConfigDef definition;
    private final Start start;

    @Option(names = "--config", paramLabel = "FILE.properties", required = true, description = "The settings.")
    private @Nullable Path config;

    @Spec
    private @Nullable CommandSpec spec;

    private ApplicationMain(ConfigDef definition, Start start) {
        this.definition = definition;
        this.start = start;
    }

    /// Runs to the end and exits the JVM.
    ///
    /// @param command the name of the application on the command line
    public static void run(String command, Principal principal, ConfigDef definition, Start start, String[] args) {
        var line = TerseErrors.on(new CommandLine(new ApplicationMain(definition, start)))
                .setCommandName("frostglass " + command)
                .setUsageHelpWidth(120);
        line.getCommandSpec()
                .usageMessage()
                .description("Runs " + principal.user() + " against a Kafka cluster until it gets a signal to stop.")
                .footer(SettingsHelp.of(definition));
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        ApplicationSettings settings;
        try {
            settings = ApplicationSettings.read(Objects.requireNonNull(config), definition);
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> err.println("frostglass: " + config + ": " + problem));
            return CommandLine.ExitCode.USAGE;
        }
        LogFormat.apply(settings.string(CommonSettings.LOG_FORMAT));
        var running = new AtomicReference<@Nullable RunningApplication>();
        ShutdownHook.hook(() -> {
            RunningApplication now = running.get();
            if (now != null) {
                now.close();
            }
        });
        try (RunningApplication application = start.start(settings)) {
            running.set(application);
            err.println("frostglass: " + application.health().death().join());
        } catch (RuntimeException e) {
            err.println("frostglass: " + e.getMessage());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
