package io.frostglass.topics;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// An Apicurio Registry in a process of its own, in memory, that behaves as Confluent's does by default.
final class Apicurio implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final Process process;
    private final URI url;

    private Apicurio(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static Apicurio start() throws Exception {
        Path home = Path.of(System.getProperty("frostglass.apicurio"));
        int port = freePort();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.management.host=127.0.0.1",
                        "-Dquarkus.management.port=0",
                        "-jar",
                        home.resolve("quarkus-run.jar").toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolveSibling("apicurio.log").toFile())
                .start();
        Apicurio apicurio = new Apicurio(process, URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7"));
        try {
            apicurio.awaitBackwardCompatibility();
            return apicurio;
        } catch (Exception e) {
            apicurio.close();
            throw e;
        }
    }

    URI url() {
        return url;
    }

    /// Its own default is to check nothing.
    private void awaitBackwardCompatibility() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/config"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .PUT(BodyPublishers.ofString("{\"compatibility\":\"BACKWARD\"}"))
                .build();
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!answersOk(http, request)) {
                if (System.nanoTime() > deadline || process.waitFor(200, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("Apicurio Registry does not start; see its log in target/");
                }
            }
        }
    }

    private static boolean answersOk(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
