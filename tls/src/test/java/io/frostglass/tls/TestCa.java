package io.frostglass.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// Signs certificates of servers and clients, for the tests of other modules too.
public final class TestCa {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final AtomicLong SERIALS = new AtomicLong(1);

    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    public TestCa(String name) {
        this.name = new X500Name("CN=" + name);
        this.keys = keyPair("EC");
        this.certificate = sign(this.name, keys, HOUR, null);
    }

    /// A certificate with its key.
    public record Identity(X509Certificate certificate, KeyPair keys) {

        public String fingerprint() {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
                return "sha256:" + HexFormat.of().formatHex(digest);
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        public void write(Path certificateFile, Path keyFile) throws IOException {
            Files.writeString(certificateFile, pem());
            Files.writeString(keyFile, keyPem());
        }

        String pem() {
            return TestCa.pem(certificate);
        }

        String keyPem() {
            return TestCa.pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        }
    }

    public Identity issue(String subject, GeneralName... names) {
        return issue("EC", HOUR, subject, names);
    }

    /// @param left for how long the certificate is valid; it began an hour before its end
    Identity issue(String algorithm, Duration left, String subject, GeneralName... names) {
        var own = keyPair(algorithm);
        return new Identity(sign(new X500Name("CN=" + subject), own, left, new GeneralNames(names)), own);
    }

    X509Certificate certificate() {
        return certificate;
    }

    String pem() {
        return pem(certificate);
    }

    public void write(Path file) throws IOException {
        Files.writeString(file, pem(certificate));
    }

    /// @param names of who is certified; null for an authority
    private X509Certificate sign(X500Name subject, KeyPair own, Duration left, @Nullable GeneralNames names) {
        var now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(SERIALS.getAndIncrement()),
                Date.from(now.plus(left).minus(HOUR).minus(Duration.ofMinutes(1))),
                Date.from(now.plus(left)),
                subject,
                own.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(names == null));
            if (names != null && names.getNames().length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, names);
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keyPair(String algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// For a client that believes this authority.
    ///
    /// @param own with which it shows who it is; null for nothing
    public SSLContext client(@Nullable Identity own) {
        try {
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", certificate);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            if (own != null) {
                store.setKeyEntry(
                        "own", own.keys().getPrivate(), new char[0], new X509Certificate[] {own.certificate()});
            }
            var identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            identity.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(identity.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }
}
