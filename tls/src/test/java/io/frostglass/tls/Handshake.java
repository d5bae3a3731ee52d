package io.frostglass.tls;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// A TLS handshake in memory.
final class Handshake {

    private Handshake() {}

    /// @return the certificate that the server shows
    /// @throws SSLException of the side that refuses the other
    static X509Certificate between(SSLEngine client, SSLEngine server) throws SSLException {
        client.setUseClientMode(true);
        server.setUseClientMode(false);
        var toServer = ByteBuffer.allocate(1 << 17);
        var toClient = ByteBuffer.allocate(1 << 17);
        for (int turn = 0; turn < 100 && isBusy(client, server); turn++) {
            step(client, toServer, toClient);
            step(server, toClient, toServer);
        }
        if (isBusy(client, server)) {
            throw new AssertionError("the handshake does not end");
        }
        return (X509Certificate) client.getSession().getPeerCertificates()[0];
    }

    private static boolean isBusy(SSLEngine client, SSLEngine server) {
        return !client.getSession().isValid()
                || client.getSession().getProtocol().equals("NONE")
                || server.getSession().getProtocol().equals("NONE")
                || client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                || server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        var nothing = ByteBuffer.allocate(0);
        var plain = ByteBuffer.allocate(1 << 17);
        for (int turn = 0; turn < 50; turn++) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                        task.run();
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    in.flip();
                    int before = in.remaining();
                    engine.unwrap(in, plain);
                    boolean read = in.remaining() < before;
                    in.compact();
                    if (!read) {
                        return;
                    }
                }
                case NEED_WRAP -> engine.wrap(nothing, out);
                case NOT_HANDSHAKING, FINISHED -> {
                    if (engine.getSession().getProtocol().equals("NONE")) {
                        engine.beginHandshake();
                    } else if (in.position() > 0) {
                        // Session tickets, after the handshake of TLS 1.3.
                        in.flip();
                        engine.unwrap(in, plain);
                        in.compact();
                        return;
                    } else {
                        return;
                    }
                }
            }
        }
    }
}
