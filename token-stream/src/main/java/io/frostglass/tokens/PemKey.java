package io.frostglass.tokens;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.apache.kafka.common.config.ConfigException;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/// Reads an encrypted PKCS#8 key in PEM, as `openssl pkcs8 -topk8` writes it (RFC 7468, section 11). The file holds
/// the private key only, from which the public key follows.
final class PemKey {

    /// Not registered: the rest of the JVM must not use it.
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private PemKey() {}

    static KeyPair read(String pem, KeySettings settings) {
        var info = decrypt(encrypted(pem), settings);
        try {
            var key = PrivateKeyFactory.createKey(info);
            var publicHalf = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicHalf(key));
            var factory = KeyFactory.getInstance(
                    info.getPrivateKeyAlgorithm().getAlgorithm().getId());
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(publicHalf.getEncoded())),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded())));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigException(KeySettings.FILE + ": holds a key of an unknown kind");
        }
    }

    private static PKCS8EncryptedPrivateKeyInfo encrypted(String pem) {
        Object first;
        try (var parser = new PEMParser(new StringReader(pem))) {
            first = parser.readObject();
        } catch (IOException | RuntimeException e) {
            throw new ConfigException(KeySettings.FILE + ": is damaged");
        }
        if (first instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            return encrypted;
        }
        throw new ConfigException(
                KeySettings.FILE + ": is not an encrypted PKCS#8 key; openssl pkcs8 -topk8 makes one");
    }

    private static PrivateKeyInfo decrypt(PKCS8EncryptedPrivateKeyInfo encrypted, KeySettings settings) {
        try {
            return encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(BOUNCY_CASTLE)
                    .build(settings.password().text().toCharArray()));
        } catch (PKCSException | OperatorCreationException | RuntimeException e) {
            throw new ConfigException(KeySettings.PASSWORD + ": does not open " + KeySettings.FILE);
        }
    }

    private static AsymmetricKeyParameter publicHalf(AsymmetricKeyParameter key) {
        return switch (key) {
            case RSAPrivateCrtKeyParameters rsa ->
                new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
            case ECPrivateKeyParameters ec ->
                new ECPublicKeyParameters(ec.getParameters().getG().multiply(ec.getD()), ec.getParameters());
            case Ed25519PrivateKeyParameters ed -> ed.generatePublicKey();
            default -> throw new IllegalArgumentException("unknown kind");
        };
    }
}
