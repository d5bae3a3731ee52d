package io.frostglass.tls;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// An [SSLContext] that asks for the newest material at each connection. Jetty, the JDK's HTTP client and Kafka take
/// an [SSLContext], and none of them knows that files can change.
///
/// A change of the material brings a new context, not another key in the same one: a session that began under the old
/// one cannot be resumed, so the new certificate is always shown and checked.
final class ReloadingSslContext extends SSLContext {

    ReloadingSslContext(ReloadingTls tls) {
        super(new Spi(tls), tls.newest().getProvider(), tls.newest().getProtocol());
    }

    private static final class Spi extends SSLContextSpi {

        private final ReloadingTls tls;

        Spi(ReloadingTls tls) {
            this.tls = tls;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return strict(tls.newest().createSSLEngine());
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return strict(tls.newest().createSSLEngine(host, port));
        }

        private static SSLEngine strict(SSLEngine engine) {
            engine.setEnabledProtocols(StrictTls.PROTOCOLS.toArray(String[]::new));
            engine.setEnabledCipherSuites(StrictTls.CIPHER_SUITES.toArray(String[]::new));
            return engine;
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return StrictTls.parameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return StrictTls.parameters();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return tls.newest().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return tls.newest().getClientSessionContext();
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("is of its files only");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw new UnsupportedOperationException("makes engines only");
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException("makes engines only");
        }
    }
}
