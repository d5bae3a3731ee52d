package io.frostglass.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/// The PEM files (RFC 7468) of an application's TLS.
///
/// @param clientCa the CAs of client certificates; empty if the server asks for none
record TlsFiles(Path certificate, Path key, Optional<Path> clientCa) {

    private static final int MAX_BYTES = 1024 * 1024;

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /// @param chain the server's own certificate first
    /// @param clientCas empty without such a file
    record TlsContent(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> clientCas) {
        Instant expires() {
            return chain.getFirst().getNotAfter().toInstant();
        }

        @Override
        public String toString() {
            return "TlsContent[" + chain.size() + " certificates]";
        }
    }

    /// Empty for HTTP without TLS.
    ///
    /// @throws ConfigException if a setting is missing
    static Optional<TlsFiles> of(ApplicationSettings settings) {
        var certificate = settings.optional(CommonSettings.TLS_CERTIFICATE).map(Path::of);
        var key = settings.optional(CommonSettings.TLS_KEY).map(Path::of);
        var clientCa = settings.optional(CommonSettings.TLS_CLIENT_CA).map(Path::of);
        if (certificate.isPresent() != key.isPresent()) {
            throw new ConfigException(
                    CommonSettings.TLS_CERTIFICATE + " and " + CommonSettings.TLS_KEY + " need each other");
        }
        if (clientCa.isPresent() && certificate.isEmpty()) {
            throw new ConfigException(CommonSettings.TLS_CLIENT_CA + " needs " + CommonSettings.TLS_CERTIFICATE);
        }
        return certificate.map(it -> new TlsFiles(it, key.orElseThrow(), clientCa));
    }

    /// @throws ConfigException with the setting and the problem, without any content of the file
    TlsContent read() {
        List<X509Certificate> chain = certificates(CommonSettings.TLS_CERTIFICATE, certificate);
        PublicKey publicHalf = chain.getFirst().getPublicKey();
        PrivateKey privateHalf = privateKey(publicHalf.getAlgorithm());
        if (!belongTogether(publicHalf, privateHalf)) {
            throw new ConfigException(CommonSettings.TLS_KEY + ": is not the key of " + CommonSettings.TLS_CERTIFICATE);
        }
        return new TlsContent(
                chain,
                privateHalf,
                clientCa.map(file -> certificates(CommonSettings.TLS_CLIENT_CA, file))
                        .orElse(List.of()));
    }

    private static List<X509Certificate> certificates(String setting, Path file) {
        try {
            var all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes(setting, file)));
            if (!all.isEmpty()) {
                return all.stream().map(X509Certificate.class::cast).toList();
            }
        } catch (CertificateException e) {
            // Reported below.
        }
        throw new ConfigException(setting + ": holds no certificates in PEM");
    }

    private PrivateKey privateKey(String algorithm) {
        var text = new String(bytes(CommonSettings.TLS_KEY, key), StandardCharsets.ISO_8859_1);
        var block = KEY.matcher(text);
        if (!block.find()) {
            throw new ConfigException(CommonSettings.TLS_KEY
                    + ": holds no PRIVATE KEY in PEM; openssl pkcs8 -topk8 -nocrypt makes one of another form");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigException(
                    CommonSettings.TLS_KEY + ": is damaged, or not the key of " + CommonSettings.TLS_CERTIFICATE);
        }
    }

    /// Signs and verifies a sample. The JDK would find a mismatch only at the first client.
    private static boolean belongTogether(PublicKey publicHalf, PrivateKey privateHalf) {
        byte[] something = {1, 2, 3};
        try {
            var signature = Signature.getInstance(
                    switch (publicHalf.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> "EdDSA";
                    });
            signature.initSign(privateHalf);
            signature.update(something);
            byte[] signed = signature.sign();
            signature.initVerify(publicHalf);
            signature.update(something);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] bytes(String setting, Path file) {
        try {
            if (Files.size(file) <= MAX_BYTES) {
                return Files.readAllBytes(file);
            }
        } catch (IOException e) {
            // Reported below.
        }
        throw new ConfigException(setting + ": cannot be read");
    }
}
