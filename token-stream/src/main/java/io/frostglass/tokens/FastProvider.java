package io.frostglass.tokens;

import java.security.PrivateKey;
import java.security.Provider;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Amazon Corretto Crypto Provider, where its jar is on the class path: it signs several times as fast as the
/// JDK. Nothing depends on it; put the jar there, and the log says that it is used.
final class FastProvider {

    private static final Logger LOG = LoggerFactory.getLogger(FastProvider.class);
    private static final String CLASS = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private static final Optional<Provider> FOUND = find();

    private FastProvider() {}

    /// It, if it is there and can do this.
    static Optional<Provider> of(SigningAlgorithm signingAlgorithm) {
        return FOUND.filter(signingAlgorithm::isOffered);
    }

    /// A key as it wants it, or as it is where it is not there.
    static PrivateKey key(SigningAlgorithm signingAlgorithm, PrivateKey key) {
        return of(signingAlgorithm)
                .map(it -> signingAlgorithm.translated(key, it))
                .orElse(key);
    }

    private static Optional<Provider> find() {
        try {
            var provider = (Provider) Class.forName(CLASS).getField("INSTANCE").get(null);
            // Throws if its native half does not fit this machine, or fails its own tests.
            provider.getClass().getMethod("assertHealthy").invoke(provider);
            LOG.atInfo().addKeyValue("provider", provider).log("tokens are signed by a faster provider");
            return Optional.of(provider);
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            LOG.atWarn().setCause(e).log("the faster provider cannot be used, the JDK signs");
            return Optional.empty();
        }
    }
}
