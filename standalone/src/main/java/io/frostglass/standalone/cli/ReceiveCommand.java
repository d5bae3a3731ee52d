package io.frostglass.standalone.cli;

import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.UnresolvedReference;
import io.frostglass.standalone.receiver.DemoReceiver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "receive",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Takes alerts like a paging system, and prints a line for each: the time, the event, and what it is.")
final class ReceiveCommand implements Callable<Integer> {

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}); 0.0.0.0 for all.")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8086",
            description = "Port to listen on (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            required = true,
            description = "File with the secret that signs the alerts, as in the receivers file: whsec_ and base64.")
    private Path secretFile = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var receiver = DemoReceiver.start(
                new InetSocketAddress(host, port),
                secret(),
                (event, update, again, at) -> System.out.println(at + "  " + event + "  " + kind(update, again)))) {
            System.out.println(
                    "takes alerts at " + host + ", path " + receiver.url().getPath());
            Thread.currentThread().join();
            return 0;
        }
    }

    private static String kind(boolean update, boolean redelivery) {
        if (redelivery) {
            return "delivered again";
        }
        return update ? "update" : "delivered";
    }

    private String secret() throws IOException {
        try {
            return SecretReferences.ofProcess().resolve("${file:" + secretFile + "}");
        } catch (UnresolvedReference e) {
            throw new IOException(e.what(), e);
        }
    }
}
