package io.frostglass.anonymize.erasure;

import io.frostglass.runtime.ClientOption;
import io.frostglass.settings.TerseErrors;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `frostglass erase`. The launcher runs it on the class path of this module, which has the restricted zone's types.
@Command(
        name = "frostglass erase",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Makes the pictures of a site from before a day unreadable, by erasing their data keys, and deletes"
                        + " what else came from them: hashes, known patterns, backgrounds. Without --yes, it says what it would"
                        + " erase. Pictures in clear (encryption.enabled=false) stay until their age.")
public final class EraseMain implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration COMPACTION_TIMEOUT = Duration.ofMinutes(2);

    @Mixin
    private ClientOption client = new ClientOption(Principal.ERASURE_ADMIN);

    @ArgGroup(multiplicity = "1")
    private Requests requests = new Requests();

    @Option(names = "--yes", description = "Erase it.")
    private boolean yes;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    static final class Requests {
        @ArgGroup(exclusive = false)
        private @Nullable SiteRequest site;

        @Option(
                names = "--replay",
                paramLabel = "FILE",
                description = "Carry out all requests of a journal again: after a disk or a backup has come back.")
        private @Nullable Path replay;
    }

    static final class SiteRequest {
        @Option(names = "--site", paramLabel = "ID", required = true, description = "The site.")
        private String site = "";

        @Option(
                names = "--before",
                paramLabel = "DAY",
                required = true,
                description = "The first day of which pictures are kept, UTC: 2026-11-30, for example. Today at most.")
        private LocalDate before = LocalDate.EPOCH;

        @Option(
                names = "--journal",
                paramLabel = "FILE",
                required = true,
                description = "Adds the request to this file. Keep it where no backup and no copy of a disk is.")
        private Path journal = Path.of("");

        @Option(
                names = "--requested",
                paramLabel = "TIME",
                description = "When somebody asked for it: 2026-11-29T10:00:00Z, for example (default: now).")
        private @Nullable Instant requested;

        private ErasureRequest request() {
            Instant at = requested == null ? Instant.now() : requested;
            return new ErasureRequest(site, before, at.truncatedTo(ChronoUnit.MILLIS));
        }
    }

    private EraseMain() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new EraseMain());
        line.registerConverter(LocalDate.class, text -> parse(text, LocalDate::parse, "a day such as 2026-11-30"));
        line.registerConverter(
                Instant.class, text -> parse(text, Instant::parse, "a time such as 2026-11-29T10:00:00Z"));
        return TerseErrors.on(line);
    }

    private static <T> T parse(String text, Function<String, T> parser, String form) {
        try {
            return parser.apply(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("must be " + form);
        }
    }

    @Override
    public Integer call() throws IOException {
        SiteRequest site = requests.site;
        var journal = new ErasureJournal(site != null ? site.journal : Objects.requireNonNull(requests.replay));
        var all = site != null ? List.of(site.request()) : journal.read();
        int left = client.connect((kafka, serdes) -> {
            var eraser = new SiteEraser(kafka, serdes, Clock.systemUTC(), TIMEOUT);
            all.forEach(request -> erase(eraser, request, journal));
            return yes ? new ErasureCompaction(kafka, serdes).await(COMPACTION_TIMEOUT) : 0;
        });
        if (!yes) {
            out().println("nothing was written; --yes does it");
        } else if (left == 0) {
            out().println("the brokers have compacted the erased data keys and hashes away");
        } else {
            out().printf(
                            "the brokers still have %d erased data keys and hashes on their disks: run the command"
                                    + " again%n",
                            left);
        }
        out().flush();
        return left == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void erase(SiteEraser eraser, ErasureRequest request, ErasureJournal journal) {
        var plan = eraser.plan(request);
        out().println(plan.describe());
        if (plan.keys().isEmpty()) {
            out().println("no data key of these days is there: pictures in clear stay until their age");
        }
        if (yes) {
            // First: what is begun is to be finished, also on a cluster that comes back.
            journal.add(plan.request());
            Instant done = eraser.erase(plan);
            out().printf(
                            "erased, %d s after the request%n",
                            Duration.between(plan.request().requestedAt(), done).toSeconds());
        }
    }
}
