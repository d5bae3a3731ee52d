package io.frostglass.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.frostglass.settings.Secret;
import io.frostglass.tools.ApiResponse;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ProblemType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SlowGatewayTest {

    @Test
    @Timeout(30)
    void isNotWaitedForWhenItIsLostWithinAnAnswer() throws Exception {
        // Given
        var end = new CountDownLatch(1);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        try {
            var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            var gateway = new RemoteAgentApi(url, Secret.of("a-key"), Duration.ofSeconds(1), Optional.empty());

            // When
            ApiResponse apiResponse = gateway.templates();

            // Then
            assertThat(apiResponse)
                    .isInstanceOfSatisfying(
                            Declined.class, it -> assertThat(it.type()).isEqualTo(ProblemType.UNAVAILABLE));
        } finally {
            end.countDown();
            server.stop(0);
        }
    }
}
