package io.frostglass.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// A schema registry in this process, on 127.0.0.1, with the part of Confluent's REST API that serializers use. For
/// development, the demo and tests: no authentication, Avro only, nothing is ever deleted.
public final class SchemaRegistryServer implements AutoCloseable {

    private final Server server;
    private final URI url;

    private SchemaRegistryServer(Server server, URI url) {
        this.server = server;
        this.url = url;
    }

    /// Starts the registry with its former content.
    ///
    /// @param dir the folder of its file, `schema-registry.json`
    /// @param port 0 for any that is free
    /// @throws java.net.BindException if the port is taken
    /// @throws IOException if the file cannot be used
    public static SchemaRegistryServer start(Path dir, int port) throws IOException {
        SchemaStore store = SchemaStore.open(OwnerOnly.folder(dir));
        QueuedThreadPool threads = new QueuedThreadPool(8, 1);
        threads.setName("schema-registry");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(LocalPorts.HOST);
        connector.setPort(LocalPorts.free(port));
        server.addConnector(connector);
        server.setHandler(new RegistryHandler(new RegistryApi(store)));
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("schema registry does not start", e);
        }
        return new SchemaRegistryServer(
                server, URI.create("http://" + LocalPorts.HOST + ":" + connector.getLocalPort()));
    }

    /// For `schema.registry.url`.
    public URI url() {
        return url;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("schema registry does not stop", e);
        }
    }
}
