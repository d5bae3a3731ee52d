package io.frostglass.gateway.folder;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.gateway.desk.Answer;
import io.frostglass.gateway.desk.Answer.Declined;
import io.frostglass.gateway.desk.Answer.Given;
import io.frostglass.gateway.desk.Answer.Why;
import io.frostglass.gateway.desk.Desk;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;

/// Takes every decision, but those that it is told to decline first.
final class FakeDesk implements Desk {

    private final Queue<Declined> declines = new ArrayDeque<>();
    private final List<Wish> wishes = new ArrayList<>();

    void declines(Why... why) {
        declines.addAll(Stream.of(why).map(Declined::because).toList());
    }

    void declines(Why why, Duration retryAfter) {
        declines.add(new Declined(why, Optional.empty(), Optional.of(retryAfter)));
    }

    List<Wish> wishes() {
        return wishes;
    }

    @Override
    public Answer list(Optional<String> cursor, int limit, Duration wait) {
        return Declined.because(Why.UNAVAILABLE);
    }

    @Override
    public Answer find(String eventId) {
        return Declined.because(Why.NO_SUCH_EVENT);
    }

    @Override
    public Answer templates() {
        return Declined.because(Why.UNAVAILABLE);
    }

    @Override
    public void misused(String tool, String reason) {}

    @Override
    public Answer decide(Wish wish) {
        wishes.add(wish);
        Declined declined = declines.poll();
        return declined != null
                ? declined
                : new Given(new JsonMapper()
                        .createObjectNode()
                        .put("event_id", wish.eventId())
                        .put("outcome", wish.decision().outcome().name())
                        .put("ephemeral_token", wish.token()));
    }
}
