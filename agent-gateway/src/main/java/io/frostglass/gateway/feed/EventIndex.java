package io.frostglass.gateway.feed;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Knows the origin of each event for as long as its token is valid. It holds more events than the feed: an agent can
/// still decide about an event that had to make room there.
public final class EventIndex implements RecordHandler<AuthorizedMotion> {

    private static final int MAX_PLACES = 100_000;

    private final Duration leeway;
    private final InstantSource clock;
    private final Map<String, IndexedEvent> events;

    /// By camera or site, its site; kept longer than any event.
    private final Map<String, String> places = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_PLACES;
        }
    };

    /// What is known about an event.
    ///
    /// @param at when the camera saw it
    /// @param arrivedAt when its webhook came to ingest
    /// @param until when its token is refused at the latest
    public record IndexedEvent(String siteId, String cameraId, Instant at, Instant arrivedAt, Instant until) {}

    /// @param most events, about 200 bytes each; the oldest make room
    /// @param leeway how long after its end a token is still taken
    public EventIndex(int most, Duration leeway, InstantSource clock) {
        this.leeway = leeway;
        this.clock = clock;
        this.events = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, IndexedEvent> eldest) {
                return size() > most || !eldest.getValue().until().isAfter(clock.instant());
            }
        };
    }

    /// An event; empty if the index does not have it, or not any more.
    public synchronized Optional<IndexedEvent> find(String eventId) {
        return Optional.ofNullable(events.get(eventId)).filter(it -> it.until().isAfter(clock.instant()));
    }

    /// The site of a camera, or a site itself; empty if the id has had no event since the start.
    ///
    /// @param id in small letters
    public synchronized Optional<String> siteOf(String id) {
        return Optional.ofNullable(places.get(id));
    }

    @Override
    public synchronized void take(FollowedRecord<AuthorizedMotion> followed) {
        if (followed.recordContent() instanceof RecordContent.RecordValue<? extends AuthorizedMotion>(var event)) {
            places.put(event.getCameraId().toLowerCase(Locale.ROOT), event.getSiteId());
            places.put(event.getSiteId().toLowerCase(Locale.ROOT), event.getSiteId());
            Instant until = event.getExpiresAt().plus(leeway);
            if (until.isAfter(clock.instant())) {
                events.put(
                        event.getEventId(),
                        new IndexedEvent(
                                event.getSiteId(),
                                event.getCameraId(),
                                event.getTimestamp(),
                                followed.writtenAt(),
                                until));
            }
        }
    }

    public synchronized int size() {
        return events.size();
    }
}
