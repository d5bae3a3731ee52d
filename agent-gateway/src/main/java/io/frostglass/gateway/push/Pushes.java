package io.frostglass.gateway.push;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.gateway.agents.Agents;
import io.frostglass.gateway.agents.Agents.Pushed;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.agents.Via;
import io.frostglass.gateway.desk.Office;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.SerdeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All agents that are told of events, as the agents file has them now. Each has its own consumer, threads and places:
/// one whose endpoint is away makes nobody else wait, and is nothing that readiness depends on.
public final class Pushes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);

    private final Connection connection;
    private final Office office;
    private final BooleanSupplier known;
    private final MeterRegistry metrics;
    private final WebhookClient client;
    private final Map<Pushed, Push> running = new HashMap<>();
    private boolean closed;

    /// How to read events.
    ///
    /// @param kafka settings of a consumer
    public record Connection(Map<String, Object> kafka, SerdeFactory serdes) {
        Deserializer<AuthorizedMotion> events() {
            return serdes.serde(Catalogue.MOTION_AUTHORIZED, AuthorizedMotion.class)
                    .deserializer();
        }
    }

    /// @param known whether all has been read that may forbid that an event is sent
    public Pushes(Connection connection, Office office, BooleanSupplier known, MeterRegistry metrics) {
        this.connection = connection;
        this.office = office;
        this.known = known;
        this.metrics = metrics;
        this.client = WebhookClient.withoutProxy(office.clock());
    }

    /// Starts those that are new, ends those that are gone, and does both with those that are not as they were,
    /// and with those whose endpoints wanted no more: somebody may have put that right.
    ///
    /// @param agents as the file has them now
    public synchronized void follow(Supplier<Agents> agents) {
        if (closed) {
            return;
        }
        var wanted = new HashSet<>(agents.get().pushed());
        var gone = running.entrySet().stream()
                .filter(push ->
                        !wanted.contains(push.getKey()) || push.getValue().isOver())
                .map(Map.Entry::getKey)
                .toList();
        gone.forEach(this::end);
        wanted.stream().filter(pushed -> !running.containsKey(pushed)).forEach(this::begin);
    }

    private void begin(Pushed pushed) {
        String id = pushed.agent().id();
        var target = pushed.target().webhook();
        var caller = new Caller(pushed.agent(), Via.PUSH, null);
        var line = new Line(Push.MOST_AT_ONCE);
        var way = new Delivery.Way(
                id,
                new DeskAdmittance(office.showingTo(caller), known),
                line,
                (event, body) -> client.post(target, event, body),
                office.clock(),
                () -> ThreadLocalRandom.current().nextLong());
        running.put(
                pushed, Push.start(way, connection.kafka(), connection.events(), new PushMetrics(metrics, id, line)));
        LOG.atInfo().addKeyValue("agent", id).log("an agent is told of events");
    }

    private void end(Pushed pushed) {
        var push = running.remove(pushed);
        if (push != null) {
            push.close();
            LOG.atInfo().addKeyValue("agent", pushed.agent().id()).log("an agent is not told of events any more");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(Push::stop);
        running.values().forEach(Push::close);
        running.clear();
        client.close();
    }
}
