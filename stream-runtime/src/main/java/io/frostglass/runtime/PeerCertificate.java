package io.frostglass.runtime;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/// The certificate with which a client has shown who it is, on a connection with TLS.
public final class PeerCertificate {

    private PeerCertificate() {}

    /// Signed by `http.tls.client.ca` and valid, when the connection began; empty if the client showed none.
    public static Optional<X509Certificate> of(Request request) {
        return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData session
                        && session.peerCertificates() != null
                        && session.peerCertificates().length > 0
                ? Optional.of(session.peerCertificates()[0])
                : Optional.empty();
    }
}
