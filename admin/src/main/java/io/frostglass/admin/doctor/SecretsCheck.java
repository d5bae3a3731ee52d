package io.frostglass.admin.doctor;

import io.frostglass.topics.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;

/// Looks at a folder with passwords, keys and certificates, such as `compose/local/secrets`: what others can read, what
/// has no owner any more, and what ends soon. It reads certificates alone; of the other files, names and permissions.
final class SecretsCheck {

    /// As `frostglass certs renew` does by default.
    private static final Duration SOON = Duration.ofDays(30);

    private static final String CERTIFICATE = ".crt";
    private static final String PASSWORD = ".password";

    /// Passwords of something else than Kafka.
    private static final Set<String> OTHERS = Set.of("grafana");

    private static final Set<PosixFilePermission> READ =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
    private static final Set<PosixFilePermission> ENTER =
            Set.of(PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);

    private final Clock clock;

    SecretsCheck(Clock clock) {
        this.clock = clock;
    }

    /// @throws IOException if the folder cannot be read
    List<Deviation> of(Path folder) throws IOException {
        var deviations = new ArrayList<Deviation>();
        boolean open = hasOne(folder, ENTER);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(CERTIFICATE)) {
                    deviations.addAll(certificate(file));
                    continue;
                }
                if (open && hasOne(file, READ)) {
                    deviations.add(Deviation.error(
                            "secret-readable",
                            file.toString(),
                            "other users of this machine can read it",
                            "it is a key or a password: take it for known, and make a new one",
                            "chmod 700 " + folder + " && chmod 600 " + file));
                }
                if (name.endsWith(PASSWORD) && isStale(name.substring(0, name.length() - PASSWORD.length()))) {
                    deviations.add(Deviation.warning(
                            "secret-stale",
                            file.toString(),
                            "it is the password of no principal of the catalogue",
                            "a password that nobody needs can still leak",
                            "rm " + file));
                }
            }
        }
        return deviations;
    }

    private static boolean isStale(String user) {
        return !OTHERS.contains(user)
                && Arrays.stream(Principal.values())
                        .noneMatch(principal -> principal.user().equals(user));
    }

    private static boolean hasOne(Path path, Set<PosixFilePermission> wanted) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        return view != null && view.readAttributes().permissions().stream().anyMatch(wanted::contains);
    }

    private List<Deviation> certificate(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var first = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .iterator()
                    .next();
            Instant end = first.getNotAfter().toInstant();
            Instant now = clock.instant();
            if (end.isAfter(now.plus(SOON))) {
                return List.of();
            }
            String renew = "frostglass certs renew --dir DIR, with the folder of the authority";
            return List.of(
                    end.isAfter(now)
                            ? Deviation.warning(
                                    "certificate",
                                    file.toString(),
                                    "it ends in " + Duration.between(now, end).toDays() + " days",
                                    "after that nothing connects by it",
                                    renew)
                            : Deviation.error(
                                    "certificate",
                                    file.toString(),
                                    "it ended at " + end,
                                    "nothing connects by it",
                                    renew));
        } catch (CertificateException | NoSuchElementException e) {
            return List.of(Deviation.error(
                    "certificate",
                    file.toString(),
                    "it is no certificate in PEM",
                    "nothing connects by it",
                    "frostglass certs init --dir DIR makes what is missing; delete this file first"));
        }
    }
}
