package io.frostglass.admin;

import io.frostglass.agent.Revocation;
import io.frostglass.agent.RevocationKind;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.ClientOption;
import io.frostglass.runtime.audit.WrittenEntry;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The launcher starts the application token-stream for `tokens` alone, and these commands for `tokens revoke` and
/// the others.
@Command(
        name = "tokens",
        mixinStandardHelpOptions = true,
        description = "Revokes tokens, rotates the keys that sign them, and lists their history.",
        subcommands = TokensCommand.RevokeCommand.class)
final class TokensCommand {

    private static final Duration USUAL = Duration.ofHours(1);
    private static final String ROW = "%-24s %-16s %-18s %-22s %-36s %-12s %-36s %s";

    /// `now`, or a time of RFC 3339.
    static final class TimeConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return text.equals("now") ? Instant.now() : Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("now, or a time such as 2026-01-18T12:34:56Z");
            }
        }
    }

    /// Connects as `token-admin` by default.
    static final class TokenAdministrator {
        @Mixin
        private ClientOption client = new ClientOption(Principal.TOKEN_ADMIN);

        <T> T does(Function<TokenAdministration, T> work) throws IOException {
            return client.connect(
                    (kafka, serdes) -> work.apply(new TokenAdministration(kafka, serdes, Clock.systemUTC())));
        }
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Revokes tokens; within a second no gateway accepts them.")
    static final class RevokeCommand implements Callable<Integer> {

        static final class Which {
            @Option(names = "--jti", paramLabel = "ID", description = "The token with this id.")
            private @Nullable String jti;

            @Option(names = "--event", paramLabel = "ID", description = "The tokens of an event.")
            private @Nullable String event;

            @Option(names = "--camera", paramLabel = "ID", description = "The tokens of a camera's events until now.")
            private @Nullable String camera;

            @Option(names = "--site", paramLabel = "ID", description = "The tokens of a site's events until now.")
            private @Nullable String site;

            @Option(
                    names = "--all-before",
                    paramLabel = "TIME",
                    converter = TimeConverter.class,
                    description = "All tokens issued before a time, or before now.")
            private @Nullable Instant allBefore;
        }

        @ArgGroup(exclusive = true, multiplicity = "1")
        private Which which = new Which();

        @Mixin
        private TokenAdministrator administrator = new TokenAdministrator();

        @Override
        public Integer call() throws IOException {
            Revocation revocation = administrator.does(administration -> {
                if (which.allBefore != null) {
                    return administration.revokeAll(which.allBefore);
                }
                if (which.jti != null) {
                    return administration.revoke(RevocationKind.token, which.jti);
                }
                if (which.event != null) {
                    return administration.revoke(RevocationKind.event, which.event);
                }
                return which.camera != null
                        ? administration.revoke(RevocationKind.camera, which.camera)
                        : administration.revoke(RevocationKind.site, Objects.requireNonNull(which.site));
            });
            System.out.printf(
                    "revoked: %s%s, issued before %s%n",
                    revocation.getKind(),
                    revocation.getId() == null ? "" : " " + revocation.getId(),
                    revocation.getIssuedBefore());
            return ExitCode.OK;
        }
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = "Makes every instance of token-stream sign with a new key. Older tokens stay valid.")
    void rotate(@Mixin TokenAdministrator administrator) throws IOException {
        administrator.does(TokenAdministration::rotateKeys);
        System.out.println("rotation requested");
    }

    /// Connects as `audit-log` by default.
    static final class AuditorOption {
        @Mixin
        private ClientOption client = new ClientOption(Principal.AUDIT_LOG);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Lists the history of tokens and keys, from the audit log.")
    void list(
            @Option(names = "--event", paramLabel = "ID", description = "Of one event.") @Nullable String event,
            @Option(names = "--camera", paramLabel = "ID", description = "Of one camera's events.") @Nullable
                    String camera,
            @Option(
                            names = "--since",
                            paramLabel = "TIME",
                            converter = TimeConverter.class,
                            description = "From this time on (default: an hour ago).")
                    @Nullable
                    Instant since,
            @Mixin AuditorOption auditor)
            throws IOException {
        Instant from = since == null ? Instant.now().minus(USUAL) : since;
        Predicate<AuditEntry> wanted = entry -> (event == null || event.equals(entry.getEventId()))
                && (camera == null || camera.equals(entry.getCameraId()));
        var log = auditor.client.connect((kafka, serdes) -> IssuanceLog.read(kafka, serdes, from, wanted));
        System.out.println(
                ROW.formatted("time", "writer", "action", "reason", "event", "camera", "token or key", "remarks"));
        for (WrittenEntry written : log.entries()) {
            AuditEntry entry = written.entry();
            String row = ROW.formatted(
                    written.writtenAt(),
                    written.writer().user(),
                    entry.getAction(),
                    shown(entry.getReason()),
                    shown(entry.getEventId()),
                    shown(entry.getCameraId()),
                    shown(entry.getSubject()),
                    String.join("; ", written.remarks()));
            System.out.println(row.stripTrailing());
        }
        log.gaps().forEach(gap -> System.err.println(gap.text()));
    }

    /// Without control characters: a writer may put any text into its entries, and people read this in a terminal.
    static String shown(@Nullable String text) {
        return text == null ? "-" : text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }
}
