package io.frostglass.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file in PEM (RFC 7468), as it was when it was read. Text around the blocks is allowed.
///
/// @param text a character for each byte
public record PemFile(Path path, String text) {

    private static final int MAX_BYTES = 1024 * 1024;

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:[A-Z0-9]+ )*)PRIVATE KEY-----([^-]*)-----END \\1PRIVATE KEY-----");

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN CERTIFICATE");

    private static final Pattern OLD_ENCRYPTED = Pattern.compile("^Proc-Type: 4,ENCRYPTED", Pattern.MULTILINE);

    /// @throws InvalidTlsFiles if it cannot be read
    public static PemFile read(Path path) {
        try {
            if (Files.size(path) <= MAX_BYTES) {
                return new PemFile(path, Files.readString(path, ISO_8859_1));
            }
        } catch (IOException e) {
            // Reported below.
        }
        throw new InvalidTlsFiles(path, "cannot be read");
    }

    /// Its certificates, at least one.
    ///
    /// @throws InvalidTlsFiles if there is none, or a damaged one
    public List<X509Certificate> certificates() {
        try {
            var all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
            // The JDK passes over a last certificate that is half written.
            if (!all.isEmpty() && all.size() >= BEGIN.matcher(text).results().count()) {
                return all.stream().map(X509Certificate.class::cast).toList();
            }
        } catch (CertificateException e) {
            // Reported below.
        }
        throw invalid("holds no certificates in PEM, or damaged ones");
    }

    /// Its first private key.
    ///
    /// @param kind a public key of the same kind
    /// @throws InvalidTlsFiles if it is no unencrypted PKCS#8 key of this kind
    public PrivateKey key(PublicKey kind) {
        Matcher block = KEY.matcher(text);
        if (OLD_ENCRYPTED.matcher(text).find()
                || (block.find() && block.group(1).equals("ENCRYPTED "))) {
            throw invalid("is encrypted, and nothing has its password: openssl pkcs8 -in KEY decrypts it; let only its"
                    + " owner read the file");
        }
        if (!block.hasMatch()) {
            throw invalid("holds no private key in PEM");
        }
        if (!block.group(1).isEmpty()) {
            throw invalid("is not in PKCS#8: openssl pkcs8 -topk8 -nocrypt -in KEY converts it");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2));
            return KeyFactory.getInstance(kind.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw invalid("is damaged, or no key for " + kind.getAlgorithm());
        }
    }

    /// Whether a certificate is of this key: signs and verifies a sample.
    public static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        byte[] sample = {1, 2, 3};
        try {
            PublicKey publicHalf = certificate.getPublicKey();
            var signature = Signature.getInstance(
                    switch (publicHalf.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> "EdDSA";
                    });
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(publicHalf);
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    InvalidTlsFiles invalid(String reason) {
        return new InvalidTlsFiles(path, reason);
    }

    @Override
    public String toString() {
        return "PemFile[" + path + "]";
    }
}
