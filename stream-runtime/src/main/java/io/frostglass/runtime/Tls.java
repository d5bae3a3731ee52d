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
final class Tls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final String ENTRY = "tls";

    private final TlsFiles files;
    private final SslContextFactory.Server context = new SslContextFactory.Server();
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tls-reload").factory());

    /// Of the stores in memory alone.
    private final String password = UUID.randomUUID().toString();

    private volatile TlsFiles.Content current;
    private volatile @Nullable String problem;

    private Tls(TlsFiles files, TlsFiles.Content content) {
        this.files = files;
        this.current = content;
        context.setKeyManagerPassword(password);
        context.setWantClientAuth(files.clientCa().isPresent());
        use(context, content);
    }

    /// Reads the files, which must be right this first time.
    ///
    /// @throws ConfigException naming the one that is wrong
    static Tls open(TlsFiles files, MeterRegistry metrics) {
        var tls = new Tls(files, files.read());
        metrics.gauge("frostglass.file.valid", Tags.of("file", "http.tls"), tls, it -> it.problem == null ? 1 : 0);
        metrics.gauge(
                "frostglass.http.tls.expires",
                tls,
                it -> it.current.chain().getFirst().getNotAfter().toInstant().getEpochSecond());
        long every = ReloadingFile.EVERY.toMillis();
        var _ = tls.poller.scheduleWithFixedDelay(tls::check, every, every, TimeUnit.MILLISECONDS);
        return tls;
    }

    SslContextFactory.Server context() {
        return context;
    }

    /// Looks at the files now. True if there is something new in use.
    synchronized boolean check() {
        try {
            TlsFiles.Content content = files.read();
            if (content.equals(current)) {
                problem = null;
                return false;
            }
            context.reload(factory -> use(factory, content));
            current = content;
            problem = null;
            LOG.atInfo()
                    .addKeyValue("file", files.certificate())
                    .addKeyValue(
                            "expires", content.chain().getFirst().getNotAfter().toInstant())
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

    private void use(SslContextFactory factory, TlsFiles.Content content) {
        factory.setKeyStore(store(Optional.of(content), content.chain()));
        if (!content.clientCas().isEmpty()) {
            factory.setTrustStore(store(Optional.empty(), content.clientCas()));
        }
    }

    /// A store of a key with its certificates, or of certificates that are believed.
    private KeyStore store(Optional<TlsFiles.Content> own, List<X509Certificate> certificates) {
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
