package io.frostglass.admin.certs;

import io.frostglass.topics.Principal;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.util.IPAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `frostglass certs`. Needs no connection to anything.
@Command(
        name = "certs",
        mixinStandardHelpOptions = true,
        description = "Makes certificates for TLS within an installation, from an authority of its own.",
        subcommands = {CertsCommand.InitCommand.class, CertsCommand.RenewCommand.class, CertsCommand.ShowCommand.class})
public final class CertsCommand {

    private static final List<String> LOCAL = List.of("localhost", "127.0.0.1");

    /// A file's name is made of it, so it cannot leave the folder.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?");

    private static final Clock CLOCK = Clock.systemUTC();

    static final class FolderOption {
        @Option(names = "--dir", paramLabel = "DIR", required = true, description = "The folder of the PEM files.")
        private @Nullable Path dir;

        CertificateFolder folder() {
            return new CertificateFolder(Objects.requireNonNull(dir));
        }
    }

    static final class ValidityOption {
        @Option(
                names = "--days",
                paramLabel = "DAYS",
                defaultValue = "90",
                description = "How long the new certificates are valid (default: ${DEFAULT-VALUE}).")
        private int days;

        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec = CommandSpec.create();

        Duration validity() {
            return days(days, "--days", spec);
        }
    }

    private static Duration days(int days, String option, CommandSpec spec) {
        if (days < 1 || days > 36_500) {
            throw new ParameterException(spec.commandLine(), option + ": from 1 to 36500");
        }
        return Duration.ofDays(days);
    }

    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description =
                    "Makes an authority, and a key and a certificate for each broker (kafka-1 to kafka-3), for admin"
                            + " and for each principal of the catalogue. What is there stays.")
    static final class InitCommand implements Callable<Integer> {

        private static final List<String> OTHERS = List.of("kafka-1", "kafka-2", "kafka-3", "admin");

        @Mixin
        private FolderOption folder = new FolderOption();

        @Option(
                names = "--host",
                paramLabel = "NAME[,ALIAS...]",
                description = "Another name, or an IP address, to make a certificate for; and other names that this"
                        + " certificate is valid for. Can be repeated.")
        private List<String> hosts = new ArrayList<>();

        @Option(names = "--localhost", description = "Make each certificate valid for localhost and 127.0.0.1, too.")
        private boolean local;

        @Mixin
        private ValidityOption validity = new ValidityOption();

        @Option(
                names = "--ca-days",
                paramLabel = "DAYS",
                defaultValue = "3650",
                description = "How long the authority is valid (default: ${DEFAULT-VALUE}).")
        private int authorityDays;

        @Option(
                names = "--force",
                description = "Replace what is there, the authority too: all that trust it need the new ca.crt.")
        private boolean force;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            Map<String, Set<String>> names = names();
            Duration forNames = validity.validity();
            Duration forAuthority = days(authorityDays, "--ca-days", spec);
            CertificateFolder files = folder.folder();
            CertificateAuthority authority = authority(files, forAuthority);
            for (Map.Entry<String, Set<String>> entry : names.entrySet()) {
                String name = entry.getKey();
                if (!force && files.has(name)) {
                    System.out.println("kept: " + files.certificateFile(name));
                    continue;
                }
                KeyPair keys = CertificateAuthority.newKeys();
                Set<String> all = entry.getValue();
                all.addAll(local ? LOCAL : List.of());
                var certificate = authority.issue(all, keys.getPublic(), CLOCK.instant(), forNames);
                files.writeKey(name, keys.getPrivate());
                files.writeCertificates(name, certificate, authority.certificate());
                System.out.println("made: " + files.certificateFile(name));
            }
            return ExitCode.OK;
        }

        private CertificateAuthority authority(CertificateFolder files, Duration validity) throws IOException {
            if (!force && files.has(CertificateFolder.AUTHORITY)) {
                System.out.println("kept: " + files.certificateFile(CertificateFolder.AUTHORITY));
                return files.authority();
            }
            var authority = CertificateAuthority.create(CLOCK.instant(), validity);
            files.writeKey(CertificateFolder.AUTHORITY, authority.key());
            files.writeCertificates(CertificateFolder.AUTHORITY, authority.certificate());
            System.out.println("made: " + files.certificateFile(CertificateFolder.AUTHORITY));
            return authority;
        }

        /// The names of the files, and what each certificate is valid for, its own name first.
        private Map<String, Set<String>> names() {
            var names = new LinkedHashMap<String, Set<String>>();
            Stream.concat(OTHERS.stream(), Arrays.stream(Principal.values()).map(Principal::user))
                    .forEach(name -> names.put(name, new LinkedHashSet<>(List.of(name))));
            for (String host : hosts) {
                List<String> all = List.of(host.split(",", -1));
                if (!all.stream().allMatch(InitCommand::isAllowed)) {
                    throw new ParameterException(
                            spec.commandLine(),
                            "--host: names of letters, digits, dots and dashes, or IP addresses, with commas between");
                }
                names.computeIfAbsent(all.getFirst(), _ -> new LinkedHashSet<>())
                        .addAll(all);
            }
            return names;
        }

        private static boolean isAllowed(String name) {
            return !name.equals(CertificateFolder.AUTHORITY)
                    && (NAME.matcher(name).matches() || IPAddress.isValid(name));
        }
    }

    @Command(
            name = "renew",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description =
                    "Issues certificates anew that end soon, for the same names. Running applications and brokers read"
                            + " them by themselves.")
    static final class RenewCommand implements Callable<Integer> {

        @Mixin
        private FolderOption folder = new FolderOption();

        @Option(
                names = "--within",
                paramLabel = "DAYS",
                defaultValue = "30",
                description = "Those that end within so many days (default: ${DEFAULT-VALUE}).")
        private int within;

        @Mixin
        private ValidityOption validity = new ValidityOption();

        @Option(
                names = "--new-keys",
                description = "Make new keys, too. Without this a renewal replaces one file only, so that key and"
                        + " certificate match at every moment.")
        private boolean newKeys;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            Duration soon = days(within, "--within", spec);
            Duration again = validity.validity();
            CertificateFolder files = folder.folder();
            CertificateAuthority authority = files.authority();
            Instant now = CLOCK.instant();
            Instant authorityEnds = authority.certificate().getNotAfter().toInstant();
            if (authorityEnds.isBefore(now.plus(soon))) {
                throw new IOException(files.certificateFile(CertificateFolder.AUTHORITY) + ": ends " + authorityEnds
                        + ", so it can sign nothing that lasts; init --force makes a new one");
            }
            for (String name : files.names()) {
                X509Certificate old = files.certificate(name);
                if (old.getNotAfter().toInstant().isAfter(now.plus(soon))) {
                    continue;
                }
                renew(files, name, old, authority, again);
                System.out.println("renewed: " + files.certificateFile(name));
            }
            return ExitCode.OK;
        }

        private void renew(
                CertificateFolder files,
                String name,
                X509Certificate old,
                CertificateAuthority authority,
                Duration validity)
                throws IOException {
            PublicKey owner = old.getPublicKey();
            if (newKeys) {
                KeyPair keys = CertificateAuthority.newKeys();
                owner = keys.getPublic();
                files.writeKey(name, keys.getPrivate());
            }
            var names = new LinkedHashSet<>(List.of(name));
            names.addAll(alternatives(old));
            var fresh = authority.issue(names, owner, CLOCK.instant(), validity);
            files.writeCertificates(name, fresh, authority.certificate());
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Shows the certificates. Exit code 1 if one has ended, or ends within --within days.")
    static final class ShowCommand implements Callable<Integer> {

        @Mixin
        private FolderOption folder = new FolderOption();

        @Option(names = "--within", paramLabel = "DAYS", defaultValue = "0", description = "How soon is too soon.")
        private int within;

        @Override
        public Integer call() throws IOException {
            CertificateFolder files = folder.folder();
            var names = new ArrayList<>(List.of(CertificateFolder.AUTHORITY));
            names.addAll(files.names());
            Instant now = CLOCK.instant();
            Instant soon = now.plus(Duration.ofDays(within));
            boolean well = true;
            for (String name : names) {
                X509Certificate certificate = files.certificate(name);
                Instant end = certificate.getNotAfter().toInstant();
                well &= end.isAfter(soon);
                System.out.printf(
                        "%s%n  subject      %s%n  names        %s%n  issuer       %s%n  days left    %s%n  fingerprint  %s%n",
                        files.certificateFile(name),
                        certificate.getSubjectX500Principal(),
                        String.join(", ", alternatives(certificate)),
                        certificate.getIssuerX500Principal(),
                        end.isBefore(now)
                                ? "ended " + end
                                : Duration.between(now, end).toDays() + ", until " + end,
                        fingerprint(certificate));
            }
            return well ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /// The DNS names and IP addresses of a certificate, in its order.
    private static List<String> alternatives(X509Certificate certificate) throws IOException {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream().map(name -> String.valueOf(name.get(1))).toList();
        } catch (CertificateParsingException e) {
            throw new IOException("the certificate's names cannot be read", e);
        }
    }

    /// SHA-256 of the certificate, as the agents file has it.
    private static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return "sha256:" + HexFormat.of().formatHex(digest).toLowerCase(Locale.ROOT);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
