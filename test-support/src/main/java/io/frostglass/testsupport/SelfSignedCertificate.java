package io.frostglass.testsupport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.embedded.OwnerOnly;
import io.frostglass.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// Makes a certificate for 127.0.0.1 that is its own authority. The JDK has no API for that, so its `keytool` does it.
final class SelfSignedCertificate {

    private static final String CERTIFICATE = "own.crt";
    private static final String KEY = "own.key";

    private SelfSignedCertificate() {}

    /// Makes certificate and key. The certificate is valid for a day.
    ///
    /// @param name the common name
    /// @return the files; the authority is the certificate itself
    static TlsFiles make(Path folder, String name) throws IOException {
        String password = UUID.randomUUID().toString();
        Path store = OwnerOnly.folder(folder).resolve("own.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "1",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-keystore",
                        store.toString(),
                        "-storepass:env",
                        "PASSWORD")
                .redirectErrorStream(true);
        keytool.environment().put("PASSWORD", password);
        Process process = keytool.start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
            KeyStore own = KeyStore.getInstance(store.toFile(), password.toCharArray());
            Key key = Objects.requireNonNull(own.getKey(name, password.toCharArray()));
            OwnerOnly.write(folder, KEY, pem("PRIVATE KEY", key.getEncoded()));
            OwnerOnly.write(
                    folder,
                    CERTIFICATE,
                    pem("CERTIFICATE", own.getCertificate(name).getEncoded()));
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new IOException("cannot make a certificate", e);
        }
        Optional<Path> certificate = Optional.of(folder.resolve(CERTIFICATE));
        return new TlsFiles(certificate, Optional.of(folder.resolve(KEY)), certificate);
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(der), kind);
    }
}
