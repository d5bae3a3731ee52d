package io.frostglass.bridge.folder;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.ApiResponse;
import io.frostglass.tools.ApiResponse.DeclineReason;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;

/// Takes every decision, but those that it is told to decline first.
final class FakeGateway implements AgentApi {

    private final Queue<Declined> declines = new ArrayDeque<>();
    private final List<DecisionRequest> requests = new ArrayList<>();

    void declines(DeclineReason... why) {
        declines.addAll(Stream.of(why).map(Declined::because).toList());
    }

    void declines(DeclineReason declineReason, Duration retryAfter) {
        declines.add(new Declined(declineReason, Optional.empty(), Optional.of(retryAfter)));
    }

    List<DecisionRequest> requests() {
        return requests;
    }

    @Override
    public ApiResponse list(Optional<String> cursor, int limit, Duration wait) {
        return Declined.because(DeclineReason.UNAVAILABLE);
    }

    @Override
    public ApiResponse find(String eventId) {
        return Declined.because(DeclineReason.NO_SUCH_EVENT);
    }

    @Override
    public ApiResponse templates() {
        return Declined.because(DeclineReason.UNAVAILABLE);
    }

    @Override
    public void misused(String tool, String reason) {}

    @Override
    public ApiResponse decide(DecisionRequest request) {
        requests.add(request);
        Declined declined = declines.poll();
        return declined != null
                ? declined
                : new Given(new JsonMapper()
                        .createObjectNode()
                        .put("event_id", request.eventId())
                        .put("outcome", request.decision().outcome().name())
                        .put("ephemeral_token", request.token()));
    }
}
