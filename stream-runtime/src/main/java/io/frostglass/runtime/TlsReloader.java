package io.frostglass.runtime;

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

/// TLS for the HTTP server, 1.2 and 1.3. Its files are looked at every two seconds, and while they are wrong, or do not
/// belong together because only one of them was replaced yet, those before stay in use. Connections that are open keep
/// what they began with.
final class TlsReloader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TlsReloader.class);
    private static final String ENTRY = "tls";

    private final TlsFiles files;
    private final SslContextFactory.Server context = new SslContextFactory.Server();
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tls-reload").factory());

    /// Of the stores in memory alone.
    private final String password = UUID.randomUUID().toString();

    private volatile TlsFiles.TlsContent current;
    private volatile @Nullable String problem;

    private TlsReloader(TlsFiles files, TlsFiles.TlsContent tlsContent) {
        this.files = files;
        this.current = tlsContent;
        context.setKeyManagerPassword(password);
        context.setWantClientAuth(files.clientCa().isPresent());
        use(context, tlsContent);
    }

    /// Reads the files, which must be right this first time.
    ///
    /// @throws ConfigException naming the one that is wrong
    static TlsReloader open(TlsFiles files, MeterRegistry metrics) {
        var tlsReloader = new TlsReloader(files, files.read());
        metrics.gauge(
                "frostglass.file.valid", Tags.of("file", "http.tls"), tlsReloader, it -> it.problem == null ? 1 : 0);
        metrics.gauge(
                "frostglass.http.tls.expires",
                tlsReloader,
                it -> it.current.chain().getFirst().getNotAfter().toInstant().getEpochSecond());
        long every = ReloadingFile.EVERY.toMillis();
        var _ = tlsReloader.poller.scheduleWithFixedDelay(tlsReloader::check, every, every, TimeUnit.MILLISECONDS);
        return tlsReloader;
    }

    SslContextFactory.Server context() {
        return context;
    }

    /// Looks at the files now. True if there is something new in use.
    synchronized boolean check() {
        try {
            TlsFiles.TlsContent tlsContent = files.read();
            if (tlsContent.equals(current)) {
                problem = null;
                return false;
            }
            context.reload(factory -> use(factory, tlsContent));
            current = tlsContent;
            problem = null;
            LOG.atInfo()
                    .addKeyValue("file", files.certificate())
                    .addKeyValue(
                            "expires",
                            tlsContent.chain().getFirst().getNotAfter().toInstant())
                    .log("tls_reloaded");
            return true;
        } catch (ConfigException e) {
            refuse(String.valueOf(e.getMessage()));
        } catch (Exception e) {
            // Of Jetty, or a fault: the poller would stop, silently. The message may hold what a file does.
            refuse("cannot be used: " + e.getClass().getSimpleName());
        }
        return false;
    }

    private void refuse(String why) {
        if (!Objects.equals(problem, why)) {
            LOG.atWarn().addKeyValue("problems", why).log("tls_refused_old_one_stays");
        }
        problem = why;
    }

    private void use(SslContextFactory factory, TlsFiles.TlsContent tlsContent) {
        factory.setKeyStore(store(Optional.of(tlsContent), tlsContent.chain()));
        if (!tlsContent.clientCas().isEmpty()) {
            factory.setTrustStore(store(Optional.empty(), tlsContent.clientCas()));
        }
    }

    /// A store of a key with its certificates, or of certificates that are believed.
    private KeyStore store(Optional<TlsFiles.TlsContent> own, List<X509Certificate> certificates) {
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
