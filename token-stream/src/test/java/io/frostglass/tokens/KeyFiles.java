package io.frostglass.tokens;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Keys as operators keep them.
final class KeyFiles {

    /// By kind: to make an RSA key takes a second.
    private static final Map<String, KeyPair> PAIRS = new HashMap<>();

    private KeyFiles() {}

    /// Returns the same pair for the same kind.
    ///
    /// @param kind such as `RSA-2048`, `P-256`, `Ed25519`
    static synchronized KeyPair pair(String kind) throws Exception {
        KeyPair pair = PAIRS.get(kind);
        if (pair == null) {
            pair = make(kind);
            PAIRS.put(kind, pair);
        }
        return pair;
    }

    static KeyPair make(String kind) throws Exception {
        var generator =
                KeyPairGenerator.getInstance(kind.startsWith("RSA") ? "RSA" : kind.startsWith("P-") ? "EC" : kind);
        if (kind.startsWith("RSA-")) {
            generator.initialize(Integer.parseInt(kind.substring(4)));
        } else if (kind.startsWith("P-")) {
            generator.initialize(new ECGenParameterSpec("secp" + kind.substring(2) + "r1"));
        }
        return generator.generateKeyPair();
    }

    /// Encrypted PKCS#8, as `openssl pkcs8 -topk8` writes it.
    static byte[] pem(KeyPair pair, String password) throws Exception {
        var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setRandom(new SecureRandom())
                .setPassword(password.toCharArray())
                .build();
        return text(new JcaPKCS8Generator(pair.getPrivate(), encryptor).generate());
    }

    /// PKCS#8 without encryption.
    static byte[] plainPem(KeyPair pair) throws Exception {
        return text(PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded()));
    }

    private static byte[] text(Object key) throws Exception {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            if (key instanceof PrivateKeyInfo info) {
                writer.writeObject(new PKCS8Generator(info, null));
            } else {
                writer.writeObject(key);
            }
        }
        return text.toString().getBytes(US_ASCII);
    }

    static byte[] pkcs12(KeyStore store, String password) throws Exception {
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, password.toCharArray());
        return bytes.toByteArray();
    }

    static KeyStore emptyPkcs12() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /// A certificate for the public half of one pair, signed by another.
    static Certificate certificate(KeyPair subject, KeyPair issuer) throws Exception {
        var name = new X500Name("CN=frostglass test");
        String algorithm = switch (issuer.getPrivate().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        var now = Instant.now();
        var holder = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now),
                        Date.from(now.plusSeconds(86_400)),
                        name,
                        subject.getPublic())
                .build(new JcaContentSignerBuilder(algorithm).build(issuer.getPrivate()));
        return new JcaX509CertificateConverter().getCertificate(holder);
    }
}
