package io.frostglass.tokens;

import java.security.PrivateKey;
import java.security.Provider;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Amazon Corretto Crypto Provider, if its jar is on the class path: it signs several times as fast as the JDK.
/// It is optional; the log shows whether it is in use.
final class FastProvider {

    private static final Logger LOG = LoggerFactory.getLogger(FastProvider.class);
    private static final String CLASS = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private static final Optional<Provider> FOUND = find();

    private FastProvider() {}

    static Optional<Provider> of(SigningAlgorithm algorithm) {
        return FOUND.filter(algorithm::isOffered);
    }

    /// A key translated for the provider, or the same key without the provider.
    static PrivateKey key(SigningAlgorithm algorithm, PrivateKey key) {
        return of(algorithm).map(it -> algorithm.translated(key, it)).orElse(key);
    }

    private static Optional<Provider> find() {
        try {
            var provider = (Provider) Class.forName(CLASS).getField("INSTANCE").get(null);
            // Throws if its native library does not fit this machine, or fails its self-tests.
            provider.getClass().getMethod("assertHealthy").invoke(provider);
            LOG.atInfo().addKeyValue("provider", provider).log("fast_provider_in_use");
            return Optional.of(provider);
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            LOG.atWarn().setCause(e).log("fast_provider_unusable");
            return Optional.empty();
        }
    }
}
