package io.frostglass.gateway.push;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.gateway.agents.AgentDirectory;
import io.frostglass.gateway.agents.AgentDirectory.PushedAgent;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.agents.Caller.AgentTransport;
import io.frostglass.gateway.api.AgentApiFactory;
import io.frostglass.gateway.push.PushConsumer.PushMetrics;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pushes events to all agents that the agents file has a `push` for. Each agent has its own consumer, threads and
/// places: an endpoint that is away delays no other agent, and does not change readiness.
public final class PushService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PushService.class);

    private final Map<String, Object> kafka;
    private final SerdeFactory serdes;
    private final AgentApiFactory agentApiFactory;
    private final BooleanSupplier known;
    private final WebhookClient client;
    private final Map<PushedAgent, PushConsumer> running = new HashMap<>();
    private boolean closed;

    /// @param kafka settings of a consumer
    /// @param known whether all records that may forbid to send an event have been read
    public PushService(
            Map<String, Object> kafka, SerdeFactory serdes, AgentApiFactory agentApiFactory, BooleanSupplier known) {
        this.kafka = kafka;
        this.serdes = serdes;
        this.agentApiFactory = agentApiFactory;
        this.known = known;
        this.client = WebhookClient.withoutProxy(agentApiFactory.clock());
    }

    /// Starts new agents, ends agents that are gone, and restarts agents that have changed. It also restarts agents
    /// whose endpoints wanted no more events: their operators may have corrected that.
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
        var target = pushed.target();
        var caller = new Caller(pushed.agent(), AgentTransport.PUSH, null);
        var throttle = new PushThrottle(PushConsumer.MAX_AT_ONCE);
        var route = new PushDelivery.PushRoute(
                id,
                new AgentPushAdmission(agentApiFactory.apiOf(caller), known),
                throttle,
                (event, body) -> client.post(target, event, body),
                agentApiFactory.clock(),
                () -> ThreadLocalRandom.current().nextLong());
        var events = serdes.serde(TopicCatalogue.MOTION_AUTHORIZED, AuthorizedMotion.class)
                .deserializer();
        var metrics = new PushMetrics(agentApiFactory.metrics(), id, throttle);
        running.put(pushed, PushConsumer.start(route, kafka, events, metrics));
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
