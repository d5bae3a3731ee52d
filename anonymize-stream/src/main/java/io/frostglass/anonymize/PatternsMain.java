package io.frostglass.anonymize;

import io.frostglass.restricted.NamedPattern;
import io.frostglass.restricted.Verdict;
import io.frostglass.runtime.ClientOption;
import io.frostglass.settings.TerseErrors;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `frostglass patterns`. The launcher runs it on the class path of this module, which has the restricted zone's
/// types.
@Command(
        name = "frostglass patterns",
        mixinStandardHelpOptions = true,
        description = "Names scenes of a site that are safe or unsafe.")
final class PatternsMain implements Runnable {

    private static final String ROW = "%-16s %-24s %-8s %-38s %s%n";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private PatternsMain() {}

    public static void main(String[] args) {
        System.exit(TerseErrors.on(new CommandLine(new PatternsMain())).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "add, list or remove is missing");
    }

    /// Connects as `pattern-admin`.
    static final class PatternsClient {
        @Mixin
        private ClientOption client = new ClientOption(Principal.PATTERN_ADMIN);

        private <T> T with(Function<KnownPatterns, T> work) throws IOException {
            return client.connect((kafka, serdes) -> work.apply(new KnownPatterns(kafka, serdes, Clock.systemUTC())));
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Names the scene in an event's picture. Later pictures that look like it are marked.")
    int add(
            @Mixin PatternsClient client,
            @Option(names = "--event", paramLabel = "ID", required = true, description = "The event, evt-…")
                    String event,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            required = true,
                            description =
                                    "Small letters, digits and hyphens. Replaces the site's pattern of that name.")
                    String name,
            @Option(names = "--as", paramLabel = "VERDICT", required = true, description = "safe or unsafe.")
                    String verdict)
            throws IOException {
        Verdict as = switch (verdict.toLowerCase(Locale.ROOT)) {
            case "safe" -> Verdict.safe;
            case "unsafe" -> Verdict.unsafe;
            default -> throw new ParameterException(spec.commandLine(), "--as: safe or unsafe");
        };
        NamedPattern added = client.with(patterns -> patterns.add(event, name, as));
        System.out.printf("%s is a known pattern of %s, %s%n", added.getName(), added.getSiteId(), added.getVerdict());
        return ExitCode.OK;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all known patterns.")
    int list(@Mixin PatternsClient client) throws IOException {
        var all = client.with(KnownPatterns::list);
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

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes a known pattern.")
    int remove(
            @Mixin PatternsClient client,
            @Option(names = "--site", paramLabel = "ID", required = true, description = "The site.") String site,
            @Option(names = "--name", paramLabel = "NAME", required = true, description = "The pattern's name.")
                    String name)
            throws IOException {
        if (!client.with(patterns -> patterns.remove(site, name))) {
            System.err.println("frostglass: " + site + " has no pattern " + name + "; see frostglass patterns list");
            return ExitCode.SOFTWARE;
        }
        System.out.println(name + " is removed");
        return ExitCode.OK;
    }
}
