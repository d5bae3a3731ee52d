package io.frostglass.tokens;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.UnrecoverableKeyException;
import java.util.ArrayList;
import java.util.Collections;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/// Keys with their certificates in PKCS#12 files and PKCS#11 devices, by the JCA's [KeyStore].
final class KeyStores {

    private KeyStores() {}

    static KeyStore read(byte[] content, KeySettings settings) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(content), password(settings));
            return store;
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? new ConfigException(KeySettings.PASSWORD + ": does not open " + KeySettings.FILE)
                    : new ConfigException(KeySettings.FILE + ": is neither PEM nor PKCS#12, or damaged");
        } catch (GeneralSecurityException e) {
            throw new ConfigException(KeySettings.FILE + ": has a format that this JVM cannot read");
        }
    }

    /// The provider for a device. The JDK's PKCS#11 guide describes the configuration.
    static Provider device(Path configuration) {
        var provider = Security.getProvider("SunPKCS11");
        if (provider == null) {
            throw new ConfigException(KeySettings.DEVICE + ": this JVM has no PKCS#11 provider (jdk.crypto.cryptoki)");
        }
        try {
            return provider.configure(configuration.toString());
        } catch (RuntimeException e) {
            throw new ConfigException(KeySettings.DEVICE + ": opens no device; it must name a library and a slot");
        }
    }

    static KeyStore open(Provider device, KeySettings settings) {
        try {
            var store = KeyStore.getInstance("PKCS11", device);
            store.load(null, password(settings));
            return store;
        } catch (IOException e) {
            throw causedByLogin(e)
                    ? new ConfigException(KeySettings.PASSWORD + ": the device rejects this PIN")
                    : new ConfigException(KeySettings.DEVICE + ": the device does not answer");
        } catch (GeneralSecurityException e) {
            throw new ConfigException(KeySettings.DEVICE + ": the device has no readable keys");
        }
    }

    private static boolean causedByLogin(@Nullable Throwable failure) {
        return failure != null && (failure instanceof LoginException || causedByLogin(failure.getCause()));
    }

    /// The key that the settings name, or the only one.
    static KeyPair key(KeyStore store, KeySettings settings) {
        try {
            String alias = settings.alias().isPresent() ? settings.alias().get() : onlyKey(store);
            if (!store.isKeyEntry(alias)) {
                throw new ConfigException(KeySettings.ALIAS + ": there is no key of this name");
            }
            var certificate = store.getCertificate(alias);
            if (certificate == null || !(store.getKey(alias, password(settings)) instanceof PrivateKey key)) {
                throw new ConfigException(KeySettings.ALIAS + ": is not a private key with a certificate");
            }
            return new KeyPair(certificate.getPublicKey(), key);
        } catch (GeneralSecurityException e) {
            throw new ConfigException(KeySettings.PASSWORD + ": does not open the key");
        }
    }

    private static String onlyKey(KeyStore store) throws GeneralSecurityException {
        var keys = new ArrayList<String>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw new ConfigException(
                    KeySettings.ALIAS + ": is needed to select one of the keys, there are " + keys.size());
        }
        return keys.getFirst();
    }

    private static char[] password(KeySettings settings) {
        return settings.password().text().toCharArray();
    }
}
