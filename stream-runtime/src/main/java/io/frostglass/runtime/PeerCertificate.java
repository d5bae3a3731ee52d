package io.frostglass.runtime;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/// The client certificate of a TLS connection.
public final class PeerCertificate {

    private PeerCertificate() {}

    /// A certificate that was valid, and signed by `http.tls.client.ca`, when the connection began; empty if the
    /// client sent none.
    public static Optional<X509Certificate> of(Request request) {
        return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData session
                        && session.peerCertificates() != null
                        && session.peerCertificates().length > 0
                ? Optional.of(session.peerCertificates()[0])
                : Optional.empty();
    }
}
