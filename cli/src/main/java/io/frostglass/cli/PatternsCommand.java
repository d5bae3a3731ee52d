package io.frostglass.cli;

import io.frostglass.anonymize.PatternBook;
import io.frostglass.restricted.NamedPattern;
import io.frostglass.restricted.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "patterns",
        mixinStandardHelpOptions = true,
        description = "Scenes of a site that are known to be safe or unsafe.",
        subcommands = {
            PatternsCommand.AddCommand.class,
            PatternsCommand.ListCommand.class,
            PatternsCommand.RemoveCommand.class
        })
final class PatternsCommand implements Runnable {

    private static final String ROW = "%-16s %-24s %-8s %-38s %s%n";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "add, list or remove is missing");
    }

    /// As whom to connect.
    static final class Book {
        @Option(
                names = "--config",
                paramLabel = "FILE.properties",
                defaultValue = ".frostglass/clients/pattern-admin.properties",
                description =
                        "How pattern-admin connects to Kafka, and schema.registry.url (default: ${DEFAULT-VALUE}).")
        private Path config = Path.of("");

        private <T> T with(Function<PatternBook, T> work) throws IOException {
            var client = ClientConfig.read(config);
            try (var serdes = client.serdes()) {
                return work.apply(new PatternBook(client.kafka(), serdes, Clock.systemUTC()));
            }
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Names the scene that an event's picture shows; later pictures that look like it are marked.")
    static final class AddCommand implements Callable<Integer> {
        @Mixin
        private Book book = new Book();

        @Option(names = "--event", paramLabel = "ID", required = true, description = "The event, evt-…")
        private String event = "";

        @Option(
                names = "--name",
                paramLabel = "NAME",
                required = true,
                description = "Small letters, digits and hyphens; one that the site has is replaced.")
        private String name = "";

        @Option(names = "--as", paramLabel = "VERDICT", required = true, description = "safe or unsafe.")
        private String verdict = "";

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            var as = verdict();
            NamedPattern added = book.with(patterns -> patterns.add(event, name, as));
            System.out.printf(
                    "%s is a known pattern of %s, %s%n", added.getName(), added.getSiteId(), added.getVerdict());
            return ExitCode.OK;
        }

        private Verdict verdict() {
            return switch (verdict.toLowerCase(Locale.ROOT)) {
                case "safe" -> Verdict.safe;
                case "unsafe" -> Verdict.unsafe;
                default -> throw new ParameterException(spec.commandLine(), "--as: safe or unsafe");
            };
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all known patterns.")
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private Book book = new Book();

        @Override
        public Integer call() throws IOException {
            var all = book.with(PatternBook::list);
            System.out.printf(ROW, "site", "name", "as", "event", "added");
            all.forEach(pattern -> System.out.printf(
                    ROW,
                    pattern.getSiteId(),
                    pattern.getName(),
                    pattern.getVerdict(),
                    pattern.getEventId(),
                    pattern.getAddedAt()));
            return ExitCode.OK;
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Forgets a known pattern.")
    static final class RemoveCommand implements Callable<Integer> {
        @Mixin
        private Book book = new Book();

        @Option(names = "--site", paramLabel = "ID", required = true, description = "The site.")
        private String site = "";

        @Option(names = "--name", paramLabel = "NAME", required = true, description = "The pattern's name.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            if (!book.with(patterns -> patterns.remove(site, name))) {
                System.err.println(
                        "frostglass: " + site + " has no pattern " + name + "; see frostglass patterns list");
                return ExitCode.SOFTWARE;
            }
            System.out.println(name + " is forgotten");
            return ExitCode.OK;
        }
    }
}
