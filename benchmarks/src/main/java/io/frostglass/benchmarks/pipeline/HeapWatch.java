package io.frostglass.benchmarks.pipeline;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Reads the heap use of an application from its metrics, each second. The lowest figures, after a garbage
/// collection, show the live objects.
final class HeapWatch implements AutoCloseable {

    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Pattern USED =
            Pattern.compile("(?m)^jvm_memory_used_bytes\\{[^}]*area=\"heap\"[^}]*} ([0-9.eE+]+)$");
    private static final int MIB = 1024 * 1024;

    private final HttpClient http = AgentsBench.http();
    private final HttpRequest request;
    private final List<Double> samples = new ArrayList<>();
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::watch);

    private HeapWatch(URI url) {
        this.request = HttpRequest.newBuilder(url.resolve("/metrics")).build();
    }

    static HeapWatch start(URI url) {
        var watch = new HeapWatch(url);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (true) {
                String metrics = http.send(request, BodyHandlers.ofString()).body();
                double used = USED.matcher(metrics)
                        .results()
                        .mapToDouble(found -> Double.parseDouble(found.group(1)))
                        .sum();
                synchronized (samples) {
                    samples.add(used / MIB);
                }
                Thread.sleep(EACH);
            }
        } catch (IOException e) {
            // The application has stopped.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void begin() {
        synchronized (samples) {
            samples.clear();
        }
    }

    /// Returns the lowest figure of each third of the time, in MiB.
    List<Double> floorsMb() {
        synchronized (samples) {
            int third = Math.max(1, samples.size() / 3);
            var floors = new ArrayList<Double>();
            for (int from = 0; from + third <= samples.size() && floors.size() < 3; from += third) {
                floors.add(samples.subList(from, from + third).stream()
                        .mapToDouble(it -> it)
                        .min()
                        .orElse(0));
            }
            return floors;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        http.shutdownNow();
    }
}
