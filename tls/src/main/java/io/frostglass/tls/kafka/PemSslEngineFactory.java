package io.frostglass.tls.kafka;

import io.frostglass.tls.InvalidTlsFiles;
import io.frostglass.tls.ReloadingTls;
import io.frostglass.tls.StrictTls;
import io.frostglass.tls.TlsFiles;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/// The `ssl.engine.factory.class` of Kafka's clients and brokers: TLS from PEM files that are read again when they
/// change, which Kafka's clients do not do by themselves. It needs no restart and no change of a configuration.
///
/// | setting | meaning |
/// |---|---|
/// | `ssl.ca.location` | the certificates of trusted authorities; without it, those of the JDK |
/// | `ssl.certificate.location` | its own certificate, followed by those of its issuers |
/// | `ssl.key.location` | the certificate's key: PKCS#8, not encrypted |
///
/// The names are those of librdkafka. `ssl.client.auth` and `ssl.endpoint.identification.algorithm` mean what they mean
/// to Kafka. `ssl.enabled.protocols` and `ssl.cipher.suites` can only narrow [StrictTls].
public final class PemSslEngineFactory implements SslEngineFactory {

    /// The settings of the files.
    public static final TlsFiles.Names NAMES =
            new TlsFiles.Names("ssl.certificate.location", "ssl.key.location", "ssl.ca.location");

    private static final String CLIENT_AUTH = "ssl.client.auth";
    private static final String PROTOCOLS = "ssl.enabled.protocols";
    private static final String CIPHER_SUITES = "ssl.cipher.suites";

    /// Kafka's own stores, which this factory does not read.
    private static final List<String> STORES = List.of(
            "ssl.keystore.location",
            "ssl.keystore.key",
            "ssl.keystore.certificate.chain",
            "ssl.truststore.location",
            "ssl.truststore.certificates");

    private @Nullable Settings settings;

    /// @param tls empty without any file
    private record Settings(
            Optional<TlsFiles> files,
            Optional<ReloadingTls> tls,
            String clientAuth,
            List<String> protocols,
            List<String> cipherSuites) {}

    /// Whether settings name a store of Kafka's own.
    public static boolean nameStores(Map<String, ?> configs) {
        return STORES.stream().anyMatch(name -> configs.get(name) != null);
    }

    @Override
    public void configure(Map<String, ?> configs) {
        if (nameStores(configs)) {
            throw new ConfigException("ssl.engine.factory.class reads PEM files: use " + NAMES.ca() + ", "
                    + NAMES.certificate() + " and " + NAMES.key() + " in place of key stores and trust stores");
        }
        try {
            Optional<TlsFiles> files = files(configs);
            settings = new Settings(
                    files,
                    files.map(ReloadingTls::of),
                    clientAuth(configs),
                    narrowed(configs, PROTOCOLS, StrictTls.PROTOCOLS),
                    narrowed(configs, CIPHER_SUITES, StrictTls.CIPHER_SUITES));
        } catch (InvalidTlsFiles | IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<TlsFiles> files(Map<String, ?> configs) {
        return TlsFiles.of(NAMES, name -> Optional.ofNullable(configs.get(name)).map(String::valueOf));
    }

    private static String clientAuth(Map<String, ?> configs) {
        String value = String.valueOf(Objects.requireNonNullElse(configs.get(CLIENT_AUTH), "none"))
                .toLowerCase(Locale.ROOT);
        if (!Set.of("none", "requested", "required").contains(value)) {
            throw new ConfigException(CLIENT_AUTH + ": none, requested or required");
        }
        return value;
    }

    private static List<String> narrowed(Map<String, ?> configs, String name, List<String> strict) {
        if (!(configs.get(name) instanceof Collection<?> some) || some.isEmpty()) {
            return strict;
        }
        List<String> left = strict.stream().filter(some::contains).toList();
        if (left.isEmpty()) {
            throw new ConfigException(name + ": names none of " + String.join(", ", strict));
        }
        return left;
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, @Nullable String endpointIdentification) {
        SSLEngine engine = engine(host, port);
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(endpointIdentification);
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
        SSLEngine engine = engine(host, port);
        engine.setUseClientMode(false);
        switch (settings().clientAuth()) {
            case "required" -> engine.setNeedClientAuth(true);
            case "requested" -> engine.setWantClientAuth(true);
            default -> engine.setNeedClientAuth(false);
        }
        return engine;
    }

    private SSLEngine engine(String host, int port) {
        Settings known = settings();
        SSLEngine engine = known.tls()
                .map(ReloadingTls::context)
                .orElseGet(PemSslEngineFactory::ofJdk)
                .createSSLEngine(host, port);
        engine.setEnabledProtocols(known.protocols().toArray(String[]::new));
        engine.setEnabledCipherSuites(known.cipherSuites().toArray(String[]::new));
        return engine;
    }

    private static SSLContext ofJdk() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private Settings settings() {
        return Objects.requireNonNull(settings, "not configured");
    }

    /// A change of the files' content is no reason: it is noticed here.
    @Override
    public boolean shouldBeRebuilt(Map<String, Object> next) {
        Settings known = settings();
        return !files(next).equals(known.files()) || !clientAuth(next).equals(known.clientAuth());
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return settings().tls().flatMap(ReloadingTls::keyStore).orElse(null);
    }

    @Override
    public @Nullable KeyStore truststore() {
        return settings().tls().flatMap(ReloadingTls::trustStore).orElse(null);
    }

    @Override
    public void close() {}
}
