package io.frostglass.tls;

import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets the JDK check the other side's certificate, and says in plain words why it was refused: which certificate, by
/// which file, for what reason. The JDK's own words ("unable to find valid certification path") name none of them.
final class ExplainingTrustManager extends X509ExtendedTrustManager {

    private static final Logger LOG = LoggerFactory.getLogger(ExplainingTrustManager.class);

    /// A peer can send bad certificates as fast as it can connect, so the log gets one event a second at most.
    private static final Duration BETWEEN_LOG_EVENTS = Duration.ofSeconds(1);

    private static final int MAX_NAME = 120;

    private final X509ExtendedTrustManager jdk;
    private final Optional<Path> file;
    private final InstantSource clock;
    private final AtomicReference<Instant> nextLogEvent = new AtomicReference<>(Instant.MIN);

    ExplainingTrustManager(X509ExtendedTrustManager jdk, Optional<Path> file, InstantSource clock) {
        this.jdk = jdk;
        this.file = file;
        this.clock = clock;
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private void explain(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            String why = reason(chain, e);
            Instant now = clock.instant();
            Instant next = nextLogEvent.get();
            if (!now.isBefore(next) && nextLogEvent.compareAndSet(next, now.plus(BETWEEN_LOG_EVENTS))) {
                LOG.atWarn().addKeyValue("problem", why).log("tls_peer_refused");
            }
            throw new CertificateException(why, e);
        }
    }

    private String reason(X509Certificate[] chain, CertificateException cause) {
        if (chain == null || chain.length == 0) {
            return "the other side sent no certificate";
        }
        X509Certificate own = chain[0];
        String who =
                "the certificate of " + printable(own.getSubjectX500Principal().getName());
        Instant now = clock.instant();
        if (own.getNotAfter().toInstant().isBefore(now)) {
            return who + " ended " + own.getNotAfter().toInstant();
        }
        if (own.getNotBefore().toInstant().isAfter(now)) {
            return who + " begins only " + own.getNotBefore().toInstant();
        }
        if (isUntrusted(cause)) {
            return who + " was issued by "
                    + printable(own.getIssuerX500Principal().getName()) + ", which "
                    + file.map(path -> path + " does not hold").orElse("the JDK does not trust");
        }
        // Such as: No subject alternative DNS name matching kafka-1 found.
        return who + " is refused: " + printable(String.valueOf(cause.getMessage()));
    }

    private static boolean isUntrusted(Throwable cause) {
        for (Throwable it = cause; it != null; it = it.getCause()) {
            if (it instanceof CertPathBuilderException || it instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    /// The other side chose the text.
    private static String printable(String text) {
        String safe = text.replaceAll("[^\\x20-\\x7e]", "?");
        return safe.length() > MAX_NAME ? safe.substring(0, MAX_NAME) + "…" : safe;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        explain(chain, () -> jdk.checkClientTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        explain(chain, () -> jdk.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        explain(chain, () -> jdk.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        explain(chain, () -> jdk.checkServerTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        explain(chain, () -> jdk.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        explain(chain, () -> jdk.checkServerTrusted(chain, type, engine));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return jdk.getAcceptedIssuers();
    }
}
