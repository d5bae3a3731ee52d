package io.frostglass.gateway.push;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.gateway.agents.AgentDirectory;
import io.frostglass.gateway.agents.AgentDirectory.PushedAgent;
import io.frostglass.gateway.agents.AgentTransport;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.api.AgentApiFactory;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
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

/// All agents that are told of events, as the agents file has them now. Each has its own consumer, threads and
/// places: one whose endpoint is away makes nobody else wait, and is nothing that readiness depends on.
public final class PushService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PushService.class);

    private final Connection connection;
    private final AgentApiFactory agentApiFactory;
    private final BooleanSupplier known;
    private final MeterRegistry metrics;
    private final WebhookClient client;
    private final Map<PushedAgent, PushConsumer> running = new HashMap<>();
    private boolean closed;

    /// How to read events.
    ///
    /// @param kafka settings of a consumer
    public record Connection(Map<String, Object> kafka, SerdeFactory serdes) {
        Deserializer<AuthorizedMotion> events() {
            return serdes.serde(TopicCatalogue.MOTION_AUTHORIZED, AuthorizedMotion.class)
                    .deserializer();
        }
    }

    /// @param known whether everything that may forbid to send an event has been read
    public PushService(
            Connection connection, AgentApiFactory agentApiFactory, BooleanSupplier known, MeterRegistry metrics) {
        this.connection = connection;
        this.agentApiFactory = agentApiFactory;
        this.known = known;
        this.metrics = metrics;
        this.client = WebhookClient.withoutProxy(agentApiFactory.clock());
    }

    /// Starts new agents, ends those that are gone, and restarts those that have changed. It also restarts those
    /// whose endpoints wanted no more events, as that may have been corrected.
    public synchronized void follow(Supplier<AgentDirectory> agents) {
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

    private void begin(PushedAgent pushed) {
        String id = pushed.agent().id();
        var target = pushed.target().webhook();
        var caller = new Caller(pushed.agent(), AgentTransport.PUSH, null);
        var throttle = new PushThrottle(PushConsumer.MAX_AT_ONCE);
        var route = new PushDelivery.PushRoute(
                id,
                new AgentPushAdmission(agentApiFactory.visibilityFor(caller), known),
                throttle,
                (event, body) -> client.post(target, event, body),
                agentApiFactory.clock(),
                () -> ThreadLocalRandom.current().nextLong());
        running.put(
                pushed,
                PushConsumer.start(
                        route, connection.kafka(), connection.events(), new PushMetrics(metrics, id, throttle)));
        LOG.atInfo().addKeyValue("agent", id).log("push_started");
    }

    private void end(PushedAgent pushed) {
        var consumer = running.remove(pushed);
        if (consumer != null) {
            consumer.close();
            LOG.atInfo().addKeyValue("agent", pushed.agent().id()).log("push_ended");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(PushConsumer::stop);
        running.values().forEach(PushConsumer::close);
        running.clear();
        client.close();
    }
}
