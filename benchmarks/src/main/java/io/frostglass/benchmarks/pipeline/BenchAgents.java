package io.frostglass.benchmarks.pipeline;

import io.frostglass.settings.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Agents that read all events by long polls, and decide nothing.
final class BenchAgents implements AutoCloseable {

    private static final Pattern EVENT = Pattern.compile("\"event_id\":\"(evt-[0-9a-f]{32})\"");
    private static final Pattern CURSOR = Pattern.compile("\"cursor\":\"([^\"]+)\"");
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int MAX_DELAYS = 4_000_000;

    private final HttpClient http = AgentsBench.http();
    private final URI url;
    private final BenchEventWriter writer;
    private final List<Thread> threads;
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong lastShown = new AtomicLong();

    /// In ms, each event at each agent.
    private final double[] delays = new double[MAX_DELAYS];

    private BenchAgents(URI url, List<String> keys, BenchEventWriter writer) {
        this.url = url;
        this.writer = writer;
        this.threads = keys.stream()
                .map(key -> Thread.ofVirtual().unstarted(() -> read(key)))
                .toList();
    }

    static BenchAgents start(URI url, List<String> keys, BenchEventWriter writer) {
        var agents = new BenchAgents(url, keys, writer);
        agents.threads.forEach(Thread::start);
        return agents;
    }

    static String key() {
        return UUID.randomUUID().toString();
    }

    /// Returns an agents file with limits that no bench reaches.
    static String file(List<String> keys) {
        return keys.stream()
                .map(key -> """
                  - id: agent-%s
                    keys: ["sha256:%s"]
                    limits: {events_per_minute: 10000000, breaker: {window: 0}}
                """.formatted(key.substring(0, 8), Sha256.hex(key)))
                .collect(Collectors.joining("", "agents:\n", ""));
    }

    private void read(String key) {
        String cursor = "";
        try {
            while (true) {
                var answer = page(key, cursor);
                if (answer.statusCode() == 200) {
                    count(answer.body());
                    Matcher next = CURSOR.matcher(answer.body());
                    cursor = next.find() ? "&cursor=" + next.group(1) : "";
                } else {
                    cursor = answer.statusCode() == 410 ? "" : cursor;
                    Thread.sleep(PAUSE);
                }
            }
        } catch (IOException e) {
            // The gateway has stopped; the counts show the missing events.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> page(String key, String cursor) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve("/v1/events?wait=30&limit=100" + cursor))
                .header("Authorization", "Bearer " + key)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private void count(String page) {
        long now = System.nanoTime();
        Matcher events = EVENT.matcher(page);
        while (events.find()) {
            writer.dueAt(events.group(1)).ifPresent(due -> {
                long number = arrived.getAndIncrement();
                if (number < MAX_DELAYS) {
                    delays[(int) number] = (now - due) / 1e6;
                }
                lastShown.set(now);
            });
        }
    }

    void beginToCount() {
        arrived.set(0);
    }

    /// Waits until so many events have arrived, at all agents together, or until patience ends.
    void await(long wanted, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (arrived.get() < wanted && System.nanoTime() < end) {
            Thread.sleep(10);
        }
    }

    /// Returns the delays of each event at each agent, from when it was due to its arrival, in ms.
    double[] delays() {
        return Arrays.copyOf(delays, (int) Math.min(MAX_DELAYS, arrived.get()));
    }

    /// Returns when the last event arrived, by [System#nanoTime()].
    long lastShown() {
        return lastShown.get();
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        http.shutdownNow();
    }
}
