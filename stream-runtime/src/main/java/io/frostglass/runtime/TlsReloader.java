package io.frostglass.runtime;

import io.frostglass.runtime.TlsFiles.TlsContent;
import io.frostglass.settings.ReloadingFile;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// TLS 1.2 and 1.3 for the HTTP server. It reads the files again every two seconds. While they are wrong, or do not
/// match because only one was replaced yet, the earlier ones stay in use. Open connections keep their certificate.
final class TlsReloader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TlsReloader.class);
    private static final String ENTRY = "tls";

    private final TlsFiles files;
    private final SslContextFactory.Server context = new SslContextFactory.Server();
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tls-reload").factory());

    /// Of the key stores in memory.
    private final String password = UUID.randomUUID().toString();

    private volatile TlsContent current;
    private volatile @Nullable String problem;

    private TlsReloader(TlsFiles files, TlsContent content) {
        this.files = files;
        this.current = content;
        context.setKeyManagerPassword(password);
        context.setWantClientAuth(files.clientCa().isPresent());
        use(context, content);
    }

    /// @throws ConfigException if a file is wrong
    static TlsReloader open(TlsFiles files, MeterRegistry metrics) {
        var tls = new TlsReloader(files, files.read());
        metrics.gauge("frostglass.file.valid", Tags.of("file", "http.tls"), tls, it -> it.problem == null ? 1 : 0);
        metrics.gauge(
                "frostglass.http.tls.expires", tls, it -> it.current.expires().getEpochSecond());
        long every = ReloadingFile.EVERY.toMillis();
        var _ = tls.poller.scheduleWithFixedDelay(tls::check, every, every, TimeUnit.MILLISECONDS);
        return tls;
    }

    SslContextFactory.Server context() {
        return context;
    }

    /// Reads the files now.
    ///
    /// @return whether new content is in use
    synchronized boolean check() {
        try {
            TlsContent content = files.read();
            if (content.equals(current)) {
                problem = null;
                return false;
            }
            context.reload(factory -> use(factory, content));
            current = content;
            problem = null;
            LOG.atInfo()
                    .addKeyValue("file", files.certificate())
                    .addKeyValue("expires", content.expires())
                    .log("tls_reloaded");
            return true;
        } catch (ConfigException e) {
            refuse(String.valueOf(e.getMessage()));
        } catch (Exception e) {
            // From Jetty, or a bug: without this the poller would stop. The message may repeat the content of a file.
            refuse("cannot be used: " + e.getClass().getSimpleName());
        }
        return false;
    }

    private void refuse(String why) {
        if (!Objects.equals(problem, why)) {
            LOG.atWarn().addKeyValue("problem", why).log("tls_files_refused");
        }
        problem = why;
    }

    private void use(SslContextFactory factory, TlsContent content) {
        factory.setKeyStore(store(Optional.of(content), content.chain()));
        if (!content.clientCas().isEmpty()) {
            factory.setTrustStore(store(Optional.empty(), content.clientCas()));
        }
    }

    /// A store of the server's key with its certificates, or of the clients' CAs.
    private KeyStore store(Optional<TlsContent> own, List<X509Certificate> certificates) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            if (own.isPresent()) {
                store.setKeyEntry(
                        ENTRY, own.get().key(), password.toCharArray(), certificates.toArray(X509Certificate[]::new));
            } else {
                for (int i = 0; i < certificates.size(); i++) {
                    store.setCertificateEntry(ENTRY + i, certificates.get(i));
                }
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has PKCS#12", e);
        }
    }

    @Override
    public void close() {
        poller.shutdownNow();
    }
}
