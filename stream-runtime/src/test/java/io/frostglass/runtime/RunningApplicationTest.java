package io.frostglass.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.topics.Principal;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class RunningApplicationTest {

    private static final ApplicationSettings SETTINGS = ApplicationSettings.of(
            Map.of("bootstrap.servers", "localhost:1", "schema.registry.url", "http://localhost:1", "http.port", "0"),
            CommonSettings.definition(8081));

    @Test
    void closesItsPartsAlthoughARequestDoesNotEnd() throws Exception {
        // Given
        var closed = new AtomicBoolean();
        var handler = new Unending();
        var application = RunningApplication.start(Principal.INGEST, SETTINGS, assembly -> {
            assembly.add(() -> closed.set(true));
            return handler;
        });
        try (var socket =
                new Socket(application.url().getHost(), application.url().getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: frostglass\r\n\r\n".getBytes(US_ASCII));
            handler.asked.await();

            // When
            application.close();
        }

        // Then
        assertThat(closed).isTrue();
    }

    private static final class Unending extends Handler.Abstract {
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            asked.countDown();
            return true;
        }
    }
}
