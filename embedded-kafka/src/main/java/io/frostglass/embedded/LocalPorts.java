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

    /// Checks that a port is free, or finds a free one for 0. Kafka would end the process if it could not bind the
    /// port.
    ///
    /// @throws BindException if it is taken; the message says so
    static int free(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            // As Kafka does; else a port whose last connections are still closing counts as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (BindException taken) {
            BindException clear = new BindException("port " + port + " on " + HOST + " is taken by another process");
            clear.initCause(taken);
            throw clear;
        }
    }

    /// Any free port but the given one, which is not bound yet.
    static int freeBeside(int port) throws IOException {
        while (true) {
            int another = free(0);
            if (another != port) {
                return another;
            }
        }
    }
}
