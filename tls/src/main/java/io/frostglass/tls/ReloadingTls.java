package io.frostglass.tls;

import io.frostglass.tls.PemReader.Own;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The material of [TlsFiles], read again when the files change.
///
/// There is no thread: the files are looked at when a connection begins, at most once a second. While they are wrong,
/// or do not match because only one was replaced yet, the earlier material stays in use; the log says why
/// (`tls_files_refused`), and so does [#problem()]. Connections that are open keep what they began with.
public final class ReloadingTls {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadingTls.class);

    private static final Duration EVERY = Duration.ofSeconds(1);

    /// Never removed: a process has a handful of them.
    private static final Map<TlsFiles, ReloadingTls> SHARED = new ConcurrentHashMap<>();

    private final TlsFiles files;
    private final InstantSource clock;
    private final PemReader reader;
    private final SSLContext context;
    private final ReentrantLock lock = new ReentrantLock();

    /// The files' content as read last, good or not.
    private List<PemFile> seen;

    private Instant lastLook;

    private volatile InUse inUse;
    private volatile @Nullable String problem;

    /// @param context made of the material, and never changed
    private record InUse(
            SSLContext context, Optional<Own> own, Optional<KeyStore> keyStore, Optional<KeyStore> trustStore) {

        @Override
        public String toString() {
            return "InUse[" + own + "]";
        }
    }

    ReloadingTls(TlsFiles files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
        this.reader = new PemReader(clock);
        List<PemFile> content = read();
        this.inUse = use(content);
        this.seen = content;
        this.lastLook = clock.instant();
        this.context = new ReloadingSslContext(this);
    }

    /// The one of these files in this process. All clients and servers that use the same files share it, so that a
    /// wrong file is read and reported once.
    ///
    /// @throws InvalidTlsFiles if the files are wrong the first time
    public static ReloadingTls of(TlsFiles files) {
        return SHARED.computeIfAbsent(files, it -> new ReloadingTls(it, Clock.systemUTC()));
    }

    /// Makes engines of the newest material, with [StrictTls]. It does not make sockets.
    public SSLContext context() {
        return context;
    }

    /// Why the files' present content is not in use; empty if it is.
    public Optional<String> problem() {
        look();
        return Optional.ofNullable(problem);
    }

    /// When the certificate in use ends; empty if there is none.
    public Optional<Instant> expires() {
        look();
        return inUse.own().map(Own::expires);
    }

    /// A store of the certificate in use and its key, which has a random password.
    public Optional<KeyStore> keyStore() {
        return inUse.keyStore();
    }

    /// A store of the authorities in use; empty for those of the JDK.
    public Optional<KeyStore> trustStore() {
        return inUse.trustStore();
    }

    SSLContext newest() {
        look();
        return inUse.context();
    }

    /// A thread does not wait while another thread looks.
    private void look() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            Instant now = clock.instant();
            // A clock may be set back.
            if (Duration.between(lastLook, now).abs().compareTo(EVERY) >= 0) {
                lastLook = now;
                readIfChanged();
            }
        } finally {
            lock.unlock();
        }
    }

    private void readIfChanged() {
        try {
            List<PemFile> content = read();
            // What was refused may be good by now: a certificate can begin later.
            if (problem == null && content.equals(seen)) {
                return;
            }
            seen = content;
            inUse = use(content);
            problem = null;
            LOG.atInfo()
                    .addKeyValue("files", names())
                    .addKeyValue("expires", inUse.own().map(Own::expires).orElse(null))
                    .log("tls_files_reloaded");
        } catch (InvalidTlsFiles e) {
            refuse(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A bug, which must not end a connection that the earlier material serves. Its message may quote a file.
            refuse("cannot be used: " + e.getClass().getSimpleName());
        }
    }

    private void refuse(String why) {
        if (!why.equals(problem)) {
            LOG.atWarn().addKeyValue("problem", why).log("tls_files_refused");
        }
        problem = why;
    }

    private List<Path> names() {
        return List.of(files.certificate(), files.key(), files.ca()).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private List<PemFile> read() {
        return names().stream().map(PemFile::read).toList();
    }

    private InUse use(List<PemFile> content) {
        boolean hasOwn = files.certificate().isPresent();
        Optional<Own> own = hasOwn ? Optional.of(reader.own(content.getFirst(), content.get(1))) : Optional.empty();
        Optional<List<X509Certificate>> authorities = files.ca().map(_ -> reader.authorities(content.getLast()));
        String password = UUID.randomUUID().toString();
        try {
            var trustStore =
                    authorities.isPresent() ? Optional.of(trustStore(authorities.get())) : Optional.<KeyStore>empty();
            var keyStore = own.isPresent() ? Optional.of(keyStore(own.get(), password)) : Optional.<KeyStore>empty();
            var fresh = SSLContext.getInstance("TLS");
            fresh.init(
                    keyStore.isPresent() ? keyManagers(keyStore.get(), password) : null,
                    new TrustManager[] {trustManager(trustStore)},
                    null);
            return new InUse(fresh, own, keyStore, trustStore);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has TLS and PKCS#12", e);
        }
    }

    private static KeyManager[] keyManagers(KeyStore store, String password) throws GeneralSecurityException {
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password.toCharArray());
        return factory.getKeyManagers();
    }

    private TrustManager trustManager(Optional<KeyStore> store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store.orElse(null));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return new ExplainingTrustManager(extended, files.ca(), clock);
            }
        }
        throw new IllegalStateException("every JDK has PKIX");
    }

    private static KeyStore keyStore(Own own, String password) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        // The store never leaves the memory: its password need not be expensive to try.
        var cheap = new PBEParameterSpec(new byte[16], 1, new IvParameterSpec(new byte[16]));
        store.setEntry(
                "own",
                new KeyStore.PrivateKeyEntry(own.key(), own.chain().toArray(X509Certificate[]::new)),
                new KeyStore.PasswordProtection(password.toCharArray(), "PBEWithHmacSHA256AndAES_256", cheap));
        return store;
    }

    private static KeyStore trustStore(List<X509Certificate> authorities) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca-" + i, authorities.get(i));
        }
        return store;
    }
}
