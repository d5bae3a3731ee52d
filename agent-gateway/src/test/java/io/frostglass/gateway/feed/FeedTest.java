package io.frostglass.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.gateway.Eventually;
import io.frostglass.gateway.feed.Feed.Question;
import io.frostglass.runtime.follow.Followed;
import io.frostglass.runtime.follow.Followed.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedTest {

    private static final Instant START = Instant.parse("2026-01-18T12:00:00Z");
    private static final Duration LIFETIME = Duration.ofMinutes(4);

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Feed feed = new Feed(new FeedLimits(3, 100, 1), now::get);
    private final Map<Integer, Long> reached = new HashMap<>(Map.of(0, 0L, 1, 0L));

    @BeforeEach
    void begin() {
        feed.begins(reached);
    }

    @Test
    void showsEachEventOnceOverAllPartitions() throws Exception {
        // Given
        add(0, "a");
        add(1, "b");
        add(0, "c");

        // When
        var first = ask(Optional.empty(), 2);
        var second = ask(Optional.of(first.next()), 2);
        var third = ask(Optional.of(second.next()), 2);

        // Then
        assertThat(ids(first)).containsExactly("a", "b");
        assertThat(ids(second)).containsExactly("c");
        assertThat(ids(third)).isEmpty();
    }

    @Test
    void goesOnAtAnotherInstanceThatReadThePartitionsInAnotherOrder() throws Exception {
        // Given
        var other = new Feed(new FeedLimits(3, 100, 1), now::get);
        other.begins(Map.of(0, 0L, 1, 0L));
        other.take(followed(1, 0, "b", 1));
        other.take(followed(0, 0, "a", 1));
        other.reached(Map.of(0, 1L, 1, 1L));
        add(0, "a");

        // When
        var page = ask(Optional.empty(), 9);

        // Then
        assertThat(ids(page)).containsExactly("a");
        assertThat(ids((Page.Events) other.ask(question(Optional.of(page.next()), 9, Duration.ZERO))))
                .containsExactly("b");
    }

    @Test
    void saysThatEventsAreGoneWhenThereWereTooMany() throws Exception {
        // Given
        var before = ask(Optional.empty(), 9).next();
        add(0, "a");
        var afterA = ask(Optional.of(before), 9).next();

        // When
        add(0, "b");
        add(0, "c");
        add(0, "d");

        // Then
        assertThat(feed.ask(question(Optional.of(before), 9, Duration.ZERO))).isInstanceOf(Page.Gone.class);
        assertThat(ids(ask(Optional.of(afterA), 9))).containsExactly("b", "c", "d");
        assertThat(ids(ask(Optional.empty(), 9))).containsExactly("b", "c", "d");
        assertThat(feed.size()).isEqualTo(3);
    }

    @Test
    void holdsNoMoreBytesThanItMay() {
        add(0, "a", 60);
        add(0, "b", 60);

        assertThat(feed.bytes()).isEqualTo(60);
        assertThat(feed.find("a")).isEmpty();
        assertThat(feed.find("b")).isPresent();
    }

    @Test
    void letsGoOfEventsWhoseTokensAreOver() throws Exception {
        // Given
        add(0, "a");

        // When
        now.set(START.plus(LIFETIME));

        // Then
        assertThat(feed.find("a")).isEmpty();
        assertThat(ids(ask(Optional.empty(), 9))).isEmpty();
        assertThat(feed.size()).isZero();
        assertThat(feed.bytes()).isZero();
    }

    @Test
    void passesOverWhatSomebodyMayNotSee() throws Exception {
        // Given
        add(0, "a");
        add(0, "b");

        // When
        var page = (Page.Events) feed.ask(new Question(
                "night", Optional.empty(), 9, Duration.ZERO, event -> event.id().equals("b")));

        // Then
        assertThat(ids(page)).containsExactly("b");
        assertThat(ids(ask(Optional.of(page.next()), 9))).isEmpty();
    }

    @Test
    void wakesWhoWaits() throws Exception {
        // Given
        var cursor = ask(Optional.empty(), 9).next();
        var waiting = CompletableFuture.supplyAsync(() -> waitFor(cursor));
        Eventually.holds(() -> feed.waiting() == 1);

        // When
        add(1, "a");

        // Then
        assertThat(ids((Page.Events) waiting.join())).containsExactly("a");
    }

    @Test
    void letsNoMoreWaitThanItMayAndNobodyOnceItIsToStop() throws Exception {
        // Given
        var cursor = ask(Optional.empty(), 9).next();
        var waiting = CompletableFuture.supplyAsync(() -> waitFor(cursor));
        Eventually.holds(() -> feed.waiting() == 1);

        // Then
        assertThat(waitFor(cursor)).isInstanceOf(Page.Busy.class);

        // When
        feed.stopWaiting();

        // Then
        assertThat(ids((Page.Events) waiting.join())).isEmpty();
        assertThat(ids((Page.Events) waitFor(cursor))).isEmpty();
    }

    @Test
    void letsOneAgentTakeAQuarterOfThePlaces() throws Exception {
        // Given
        var roomy = new Feed(new FeedLimits(3, 100, 8), now::get);
        roomy.begins(reached);
        var waiting = Stream.of("night", "night", "day")
                .map(who -> CompletableFuture.supplyAsync(() -> waitAt(roomy, who), Thread::startVirtualThread))
                .toList();
        Eventually.holds(() -> roomy.waiting() == 3);

        // Then
        assertThat(waitAt(roomy, "night")).isInstanceOf(Page.TooOften.class);

        // When
        roomy.take(followed(0, 0, "a", 1));
        roomy.reached(Map.of(0, 1L, 1, 0L));

        // Then
        assertThat(waiting)
                .allSatisfy(page -> assertThat(ids((Page.Events) page.join())).containsExactly("a"));
        roomy.stopWaiting();
        assertThat(waitAt(roomy, "night")).isInstanceOf(Page.Events.class);
    }

    private static Page waitAt(Feed feed, String who) {
        try {
            return feed.ask(new Question(who, Optional.empty(), 9, Duration.ofMinutes(1), _ -> true));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Page waitFor(Cursor cursor) {
        try {
            return feed.ask(question(Optional.of(cursor), 9, Duration.ofMinutes(1)));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Page.Events ask(Optional<Cursor> cursor, int limit) throws InterruptedException {
        return (Page.Events) feed.ask(question(cursor, limit, Duration.ZERO));
    }

    private static Question question(Optional<Cursor> cursor, int limit, Duration patience) {
        return new Question("night", cursor, limit, patience, event -> true);
    }

    private static List<String> ids(Page.Events page) {
        return page.events().stream().map(FeedEvent::id).toList();
    }

    private void add(int partition, String id) {
        add(partition, id, 1);
    }

    private void add(int partition, String id, int bytes) {
        feed.take(followed(partition, reached.getOrDefault(partition, 0L), id, bytes));
        reached.merge(partition, 1L, Long::sum);
        feed.reached(Map.copyOf(reached));
    }

    private static Followed<AuthorizedMotion> followed(int partition, long offset, String id, int bytes) {
        var event = AuthorizedMotion.newBuilder()
                .setEventId(id)
                .setSiteId("site-1")
                .setCameraId("cam-1")
                .setTimestamp(START)
                .setEphemeralToken("token")
                .setExpiresAt(START.plus(LIFETIME))
                .build();
        return new Followed<>(partition, offset, START, bytes, "site-1", new Content.Value<>(event));
    }
}
