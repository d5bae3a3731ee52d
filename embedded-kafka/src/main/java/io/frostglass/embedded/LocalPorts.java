package io.frostglass.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Ports on 127.0.0.1.
final class LocalPorts {

    static final String HOST = "127.0.0.1";

    private LocalPorts() {}

    /// The port itself if it is free, or any free one for 0. Asked before Kafka binds it, because Kafka ends the
    /// whole process when it cannot.
    ///
    /// @throws BindException if it is taken, saying so
    static int free(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            // As Kafka does it; else a port whose last connections are still winding down counts as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (BindException taken) {
            BindException clear = new BindException("port " + port + " on " + HOST + " is taken by another process");
            clear.initCause(taken);
            throw clear;
        }
    }

    /// Any free port but this one, which is not bound yet.
    static int freeBeside(int port) throws IOException {
        while (true) {
            int another = free(0);
            if (another != port) {
                return another;
            }
        }
    }
}
