package io.frostglass.anonymize;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.NamedPattern;
import io.frostglass.restricted.PictureHash;
import io.frostglass.restricted.Verdict;
import io.frostglass.runtime.AuditedWriter;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.veil.PerceptualHash;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Adds, lists and removes named scenes, as the principal `pattern-admin`. It writes a change and its audit entry in
/// one transaction; anonymize-stream uses the change as soon as it has read it.
public final class KnownPatterns {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Map<String, Object> kafka;
    private final SerdeFactory serdes;
    private final InstantSource clock;

    /// @param kafka configuration of a client that connects as `pattern-admin`; no connection is kept between calls
    public KnownPatterns(Map<String, Object> kafka, SerdeFactory serdes, InstantSource clock) {
        this.kafka = Map.copyOf(kafka);
        this.serdes = serdes;
        this.clock = clock;
    }

    /// Names the scene in an event's picture. Replaces the site's pattern of that name, if there is one.
    ///
    /// @param name 1 to 63 small letters, digits and hyphens, not a hyphen first
    /// @throws IllegalArgumentException if the name is invalid, or the event is unknown, too old, or has no picture
    ///     that can be recognised
    public NamedPattern add(String eventId, String name, Verdict verdict) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name must be 1 to 63 small letters, digits and hyphens, not a hyphen first");
        }
        PictureHash picture = hash(eventId)
                .orElseThrow(
                        () -> new IllegalArgumentException("no picture of this event is known; they are remembered for "
                                + TopicCatalogue.PICTURE_HASHES.retention().toDays() + " days"));
        if (!new PerceptualHash(picture.getHash()).isTelling()) {
            throw new IllegalArgumentException("the picture of this event shows too little to be recognised again");
        }
        var pattern = NamedPattern.newBuilder()
                .setSiteId(picture.getSiteId())
                .setName(name)
                .setVerdict(verdict)
                .setHash(picture.getHash())
                .setEventId(eventId)
                .setAddedAt(clock.instant())
                .build();
        write(Action.pattern_added, pattern, pattern);
        return pattern;
    }

    /// All named scenes, sorted by site and name.
    public List<NamedPattern> list() {
        return List.copyOf(all().values());
    }

    /// Removes a scene, and returns whether there was one.
    public boolean remove(String siteId, String name) {
        NamedPattern pattern = all().get(key(siteId, name));
        if (pattern != null) {
            write(Action.pattern_removed, pattern, null);
        }
        return pattern != null;
    }

    private Map<String, NamedPattern> all() {
        var all = new TreeMap<String, NamedPattern>();
        TopicSnapshot.read(
                kafka, TopicCatalogue.KNOWN_PATTERNS, NamedPattern.class, serdes, Instant.EPOCH, (key, pattern) -> {
                    if (pattern == null) {
                        all.remove(key);
                    } else {
                        all.put(key, pattern);
                    }
                });
        return all;
    }

    private Optional<PictureHash> hash(String eventId) {
        var found = new AtomicReference<@Nullable PictureHash>();
        // A full scan without an index: records have a few dozen bytes, and people rarely name a scene.
        TopicSnapshot.read(
                kafka, TopicCatalogue.PICTURE_HASHES, PictureHash.class, serdes, Instant.EPOCH, (key, hash) -> {
                    if (key.equals(eventId)) {
                        // Null if it was erased.
                        found.set(hash);
                    }
                });
        return Optional.ofNullable(found.get());
    }

    private void write(Action action, NamedPattern pattern, @Nullable NamedPattern value) {
        var entry = AuditEntry.newBuilder()
                .setAt(clock.instant())
                .setApplication(Principal.PATTERN_ADMIN.user())
                .setAction(action)
                .setReason(pattern.getVerdict().name())
                .setEventId(pattern.getEventId())
                .setSiteId(pattern.getSiteId())
                .setSubject(pattern.getName())
                .build();
        try (var writer = new AuditedWriter<>(
                kafka, Principal.PATTERN_ADMIN, TopicCatalogue.KNOWN_PATTERNS, NamedPattern.class, serdes)) {
            writer.write(key(pattern.getSiteId(), pattern.getName()), value, entry);
        }
    }

    private static String key(String siteId, String name) {
        return siteId + "/" + name;
    }
}
