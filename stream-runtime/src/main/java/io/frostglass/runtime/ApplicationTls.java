package io.frostglass.runtime;

import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.tls.InvalidTlsFiles;
import io.frostglass.tls.ReloadingTls;
import io.frostglass.tls.StrictTls;
import io.frostglass.tls.TlsFiles;
import io.frostglass.tls.kafka.PemSslEngineFactory;
import io.frostglass.topics.registry.RegistrySettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// The TLS of an application: of its HTTP server, and of its connections to Kafka and the schema registry. For each it
/// measures whether the files are valid, and when the certificate in use ends.
final class ApplicationTls {

    static final TlsFiles.Names HTTP =
            new TlsFiles.Names(CommonSettings.TLS_CERTIFICATE, CommonSettings.TLS_KEY, CommonSettings.TLS_CLIENT_CA);

    private ApplicationTls() {}

    /// Reads the files of Kafka and of the registry, which their clients share, before the first client does: a wrong
    /// one stops the start here.
    ///
    /// @throws ConfigException with the file and the reason, without any content
    static void measureClients(ApplicationSettings settings, MeterRegistry metrics) {
        open(settings, PemSslEngineFactory.NAMES, "kafka", metrics);
        open(settings, RegistrySettings.TLS_NAMES, "registry", metrics);
    }

    /// For the HTTP server; empty for HTTP without TLS.
    ///
    /// @throws ConfigException with the file and the reason, without any content
    static Optional<SslContextFactory.Server> server(ApplicationSettings settings, MeterRegistry metrics) {
        boolean asksClients = settings.optional(HTTP.ca()).isPresent();
        if (asksClients && settings.optional(HTTP.certificate()).isEmpty()) {
            throw new ConfigException(HTTP.ca() + " needs " + HTTP.certificate());
        }
        boolean requiresClients =
                settings.string(CommonSettings.TLS_CLIENT_AUTH).equals(CommonSettings.REQUIRED);
        if (requiresClients && !asksClients) {
            throw new ConfigException(CommonSettings.TLS_CLIENT_AUTH + "=required needs " + HTTP.ca());
        }
        return open(settings, HTTP, "http", metrics).map(tls -> {
            var server = new SslContextFactory.Server();
            server.setSslContext(tls.context());
            server.setIncludeProtocols(StrictTls.PROTOCOLS.toArray(String[]::new));
            server.setIncludeCipherSuites(StrictTls.CIPHER_SUITES.toArray(String[]::new));
            server.setWantClientAuth(asksClients);
            server.setNeedClientAuth(requiresClients);
            return server;
        });
    }

    private static Optional<ReloadingTls> open(
            ApplicationSettings settings, TlsFiles.Names names, String what, MeterRegistry metrics) {
        try {
            Optional<ReloadingTls> tls = TlsFiles.of(names, settings::optional).map(ReloadingTls::of);
            tls.ifPresent(it -> measure(it, what, metrics));
            return tls;
        } catch (InvalidTlsFiles | IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private static void measure(ReloadingTls tls, String what, MeterRegistry metrics) {
        MetricCatalogue.FILE_VALID.gauge(metrics, tls, it -> it.problem().isEmpty() ? 1 : 0, what + ".tls");
        if (tls.expires().isPresent()) {
            MetricCatalogue.TLS_EXPIRES.gauge(
                    metrics,
                    tls,
                    it -> it.expires().map(Instant::getEpochSecond).orElse(0L),
                    what);
        }
    }
}
