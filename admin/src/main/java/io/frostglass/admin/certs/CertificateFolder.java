package io.frostglass.admin.certs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.frostglass.tls.InvalidTlsFiles;
import io.frostglass.tls.PemFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/// The PEM files of an installation: `NAME.crt`, a certificate and then its authority's, and `NAME.key`, its key as
/// unencrypted PKCS#8, which only its owner can read. The authority's own are `ca.crt` and `ca.key`.
///
/// A file is replaced as a whole, so a reader sees the old one or the new one.
record CertificateFolder(Path folder) {

    static final String AUTHORITY = "ca";

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    Path certificateFile(String name) {
        return folder.resolve(name + ".crt");
    }

    Path keyFile(String name) {
        return folder.resolve(name + ".key");
    }

    /// Whether both files are there.
    ///
    /// @throws IOException if one of them is missing
    boolean has(String name) throws IOException {
        boolean certificate = Files.exists(certificateFile(name));
        if (certificate != Files.exists(keyFile(name))) {
            throw new IOException("of " + certificateFile(name) + " and " + keyFile(name)
                    + " one is missing; put it back, or use init --force for new ones");
        }
        return certificate;
    }

    /// The names of which there is a certificate, in order, the authority's left out.
    List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".crt"))
                    .map(file -> file.substring(0, file.length() - ".crt".length()))
                    .filter(name -> !name.equals(AUTHORITY))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            throw new IOException("no such folder: " + folder, e);
        }
    }

    /// The first in its file.
    ///
    /// @throws InvalidTlsFiles if there is none
    X509Certificate certificate(String name) {
        return PemFile.read(certificateFile(name)).certificates().getFirst();
    }

    /// While another authority takes over, `ca.crt` holds both: this is the one whose key is in `ca.key`.
    ///
    /// @throws InvalidTlsFiles if a file cannot be read
    CertificateAuthority authority() throws IOException {
        var certificates = PemFile.read(certificateFile(AUTHORITY)).certificates();
        PrivateKey key =
                PemFile.read(keyFile(AUTHORITY)).key(certificates.getFirst().getPublicKey());
        return certificates.stream()
                .filter(certificate -> PemFile.belongTogether(certificate, key))
                .findFirst()
                .map(certificate -> new CertificateAuthority(certificate, key))
                .orElseThrow(() -> new IOException(
                        keyFile(AUTHORITY) + ": is not the key of a certificate in " + certificateFile(AUTHORITY)));
    }

    void writeKey(String name, PrivateKey key) throws IOException {
        write(keyFile(name), pem(new JcaPKCS8Generator(key, null)), "rw-------");
    }

    void writeCertificates(String name, X509Certificate... chain) throws IOException {
        write(certificateFile(name), pem((Object[]) chain), "rw-r--r--");
    }

    private static String pem(Object... parts) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            for (Object part : parts) {
                writer.writeObject(part);
            }
        }
        return text.toString();
    }

    private void write(Path file, String text, String permissions) throws IOException {
        Files.createDirectories(folder);
        // Created for its owner alone: at no moment can others open a key.
        Path fresh = Files.createTempFile(folder, "." + file.getFileName() + ".", ".new");
        try {
            if (POSIX) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
            }
            try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, ATOMIC_MOVE, REPLACE_EXISTING);
            if (POSIX) {
                // The new name, too, is to outlast a failure of power.
                try (var entries = FileChannel.open(folder, StandardOpenOption.READ)) {
                    entries.force(true);
                }
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
