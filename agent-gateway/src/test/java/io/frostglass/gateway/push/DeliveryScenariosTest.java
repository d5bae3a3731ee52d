package io.frostglass.gateway.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.gateway.push.PushDelivery.PushAdmission;
import io.frostglass.gateway.push.PushDelivery.PushOutcome;
import io.frostglass.runtime.webhook.WebhookResult;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One event, an endpoint that answers as the file has it, and a clock that is turned on by waiting.
class DeliveryScenariosTest {

    private static final Instant START = Instant.parse("2026-01-18T12:35:00Z");
    private static final Duration ALIVE = Duration.ofMinutes(4);

    private static final FeedEvent EVENT = FeedEvent.of(
            AuthorizedMotion.newBuilder()
                    .setEventId("evt-1")
                    .setSiteId("site-1")
                    .setCameraId("cam-1")
                    .setTimestamp(Instant.parse("2026-01-18T12:34:56Z"))
                    .setBboxes(List.of())
                    .setLabels(List.of())
                    .setEphemeralToken("a.token")
                    .setExpiresAt(START.plus(ALIVE))
                    .build(),
            START);

    private final List<String> sent = new ArrayList<>();
    private Instant now = START;
    private int shown;
    private int taken;

    static Stream<Scenario> events() {
        return ScenarioReader.of("push.yaml");
    }

    @ParameterizedTest
    @MethodSource("events")
    void endsAsTheFileSays(Scenario scenario) throws Exception {
        // Given
        var answers = codes(scenario, "answers");
        var pushRoute = new PushDelivery.PushRoute(
                "night-shift",
                new Script(codes(scenario, "seen"), codes(scenario, "show"), codes(scenario, "again")),
                new PushThrottle(1),
                (id, body) -> {
                    sent.add(id + " " + new String(body, UTF_8));
                    return answer(next(answers));
                },
                () -> now,
                new Random(1));

        // When
        PushOutcome pushOutcome = new PushDelivery(EVENT, pushRoute, this::pass).run();

        // Then
        assertThat(pushOutcome.code()).isEqualTo(scenario.text("outcome"));
        assertThat(sent).hasSizeBetween(number(scenario, "attempts", 0), number(scenario, "attempts", 1000));
        assertThat(Set.copyOf(sent)).hasSize(sent.isEmpty() ? 0 : 1);
        assertThat(shown).isEqualTo(sent.isEmpty() ? number(scenario, "shown", 0) : 1);
        assertThat(Duration.between(START, now).toSeconds()).isGreaterThanOrEqualTo(number(scenario, "not_before", 0));
        assertThat(now).isBeforeOrEqualTo(EVENT.expiresAt());
        assertThat(taken).isEqualTo(pushOutcome == PushOutcome.DELIVERED ? 1 : 0);
    }

    @Test
    void endsTheWayForAllOfItsEventsWhenTheEndpointWantsNone() throws Exception {
        // Given
        var all = new ArrayDeque<>(List.of("yes"));
        var pushThrottle = new PushThrottle(1);
        var pushRoute = new PushDelivery.PushRoute(
                "night-shift",
                new Script(all, all, all),
                pushThrottle,
                (id, _) -> {
                    sent.add(id);
                    return new WebhookResult.PermanentFailure(410);
                },
                () -> now,
                new Random(1));

        // When
        PushOutcome first = new PushDelivery(EVENT, pushRoute, this::pass).run();
        PushOutcome next = new PushDelivery(EVENT, pushRoute, this::pass).run();

        // Then
        assertThat(first).isEqualTo(PushOutcome.REFUSED);
        assertThat(next).isEqualTo(PushOutcome.STOPPED);
        assertThat(pushThrottle.isOver()).isTrue();
        assertThat(sent).hasSize(1);
    }

    @Test
    void isTheEventAsTheHttpApiHasItWithATypeAndATime() throws Exception {
        // When
        byte[] body = PushDelivery.body(EVENT);

        // Then
        var json = new JsonMapper();
        assertThat(json.readTree(body)).isEqualTo(json.readTree("""
                {"type": "motion.event", "timestamp": "2026-01-18T12:34:56Z", "data": {
                  "event_id": "evt-1", "camera_id": "cam-1", "site_id": "site-1",
                  "timestamp": "2026-01-18T12:34:56Z", "bboxes": [], "ephemeral_token": "a.token",
                  "expires_at": "2026-01-18T12:39:00Z", "origin": "camera", "data_class": "sanitized",
                  "purpose": "motion-triage", "sharing": "none"}}
                """));
        assertThat(PushDelivery.body(EVENT)).isEqualTo(body);
    }

    private static Deque<String> codes(Scenario scenario, String key) {
        return new ArrayDeque<>(scenario.has(key) ? scenario.texts(key) : List.of("yes"));
    }

    private static int number(Scenario scenario, String key, int otherwise) {
        return scenario.values().get(key) instanceof Integer number ? number : otherwise;
    }

    /// The last word stays.
    private static String next(Deque<String> words) {
        return words.size() > 1 ? words.removeFirst() : words.getFirst();
    }

    private boolean pass(Duration time) {
        now = now.plus(time);
        return false;
    }

    private static WebhookResult answer(String word) {
        return switch (word) {
            case "delivered" -> new WebhookResult.Delivered();
            case "refused" -> new WebhookResult.PermanentFailure(400);
            case "failed" -> new WebhookResult.TemporaryFailure("timeout", null);
            default -> new WebhookResult.TemporaryFailure("status 503", seconds(word));
        };
    }

    /// Of such as `later 20`.
    private static Duration seconds(String word) {
        return Duration.ofSeconds(Long.parseLong(word.substring(word.indexOf(' ') + 1)));
    }

    /// Says what the file says.
    private final class Script implements PushAdmission {
        private final Deque<String> seen;
        private final Deque<String> show;
        private final Deque<String> again;

        Script(Deque<String> seen, Deque<String> show, Deque<String> again) {
            this.seen = seen;
            this.show = show;
            this.again = again;
        }

        @Override
        public boolean sees(FeedEvent event) {
            return next(seen).equals("yes");
        }

        @Override
        public Optional<Duration> show(FeedEvent event) {
            var wait = wait(next(show));
            shown += wait.isEmpty() ? 1 : 0;
            return wait;
        }

        @Override
        public Optional<Duration> showAgain() {
            return wait(next(again));
        }

        @Override
        public void taken() {
            taken++;
        }

        private static Optional<Duration> wait(String word) {
            return word.equals("yes") ? Optional.empty() : Optional.of(seconds(word));
        }
    }
}
