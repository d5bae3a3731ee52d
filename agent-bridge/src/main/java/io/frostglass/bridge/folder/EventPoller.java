package io.frostglass.bridge.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.tools.ProblemType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;

/// Asks the gateway for events, on and on, and gives them on as fast as they are taken. Ends when it is interrupted,
/// or when the gateway does not know the key.
final class EventPoller implements Runnable {

    private static final int LIMIT = 100;
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final AgentApi agentApi;
    private final BlockingQueue<ObjectNode> events;
    private final GatewayBackoff gatewayBackoff;
    private Optional<String> cursor = Optional.empty();

    EventPoller(AgentApi agentApi, BlockingQueue<ObjectNode> events, UserConsole userConsole) {
        this.agentApi = agentApi;
        this.events = events;
        this.gatewayBackoff = new GatewayBackoff(userConsole, "events");
    }

    @Override
    public void run() {
        try {
            while (ask()) {
                if (Thread.interrupted()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // As it is told to.
        }
    }

    /// Asks once.
    ///
    /// @return whether to go on
    private boolean ask() throws InterruptedException {
        switch (agentApi.list(cursor, LIMIT, WAIT)) {
            case Given given -> {
                gatewayBackoff.found();
                for (JsonNode event : given.body().path("events")) {
                    if (event instanceof ObjectNode object) {
                        events.put(object);
                    }
                }
                cursor = Optional.ofNullable(given.body().path("cursor").textValue());
            }
            case Declined declined -> {
                ProblemType type = declined.type();
                if (type == ProblemType.CURSOR_GONE || type == ProblemType.CURSOR_UNKNOWN) {
                    cursor = Optional.empty();
                    Thread.sleep(Duration.ofSeconds(1));
                } else {
                    Duration pause = gatewayBackoff.lost(declined);
                    if (type == ProblemType.UNAUTHORIZED || type == ProblemType.FORBIDDEN) {
                        return false;
                    }
                    Thread.sleep(pause);
                }
            }
        }
        return true;
    }
}
