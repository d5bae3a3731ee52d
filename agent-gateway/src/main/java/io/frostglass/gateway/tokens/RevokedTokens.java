package io.frostglass.gateway.tokens;

import io.frostglass.agent.Revocation;
import io.frostglass.agent.RevocationKind;
import io.frostglass.gateway.feed.EventIndex;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.verifier.RevocationCheck;
import io.frostglass.verifier.TokenPolicy;
import io.frostglass.verifier.VerifiedToken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The revoked tokens, by the topic of revocations. A revocation is forgotten when all its tokens have expired.
public final class RevokedTokens implements RevocationCheck, RecordHandler<Revocation> {

    private static final Logger LOG = LoggerFactory.getLogger(RevokedTokens.class);

    private final EventIndex events;
    private final InstantSource clock;
    private final Map<String, Revocation> revocations = new ConcurrentHashMap<>();

    /// @param events for revocations of cameras and sites
    public RevokedTokens(EventIndex events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /// Whether a token is revoked. For an unknown event, revocations of its camera or site do not count; callers
    /// require a known event.
    @Override
    public boolean revoked(VerifiedToken token) {
        if (revocations.isEmpty()) {
            return false;
        }
        var event = events.find(token.eventId());
        // There are few: people make them, and they last for minutes.
        return revocations.values().stream().anyMatch(revocation -> means(revocation, token, event));
    }

    private static boolean means(Revocation revocation, VerifiedToken token, Optional<EventIndex.IndexedEvent> event) {
        if (!token.issuedAt().isBefore(revocation.getIssuedBefore())) {
            return false;
        }
        String id = String.valueOf(revocation.getId());
        return switch (revocation.getKind()) {
            case token -> token.id().equals(id);
            case event -> token.eventId().equals(id);
            case camera ->
                event.filter(indexedEvent -> indexedEvent.cameraId().equals(id)).isPresent();
            case site ->
                event.filter(indexedEvent -> indexedEvent.siteId().equals(id)).isPresent();
            case all -> true;
        };
    }

    @Override
    public void take(FollowedRecord<Revocation> followed) {
        var now = clock.instant();
        revocations.values().removeIf(revocation -> revocation.getForgetAfter().isBefore(now));
        switch (followed.recordContent()) {
            case RecordContent.RecordValue<? extends Revocation>(Revocation revocation) -> {
                if (!revocation.getForgetAfter().isBefore(now)) {
                    revocations.put(followed.key(), revocation);
                }
            }
            case RecordContent.Deleted<?> _ -> revocations.remove(followed.key());
            case RecordContent.UnreadableRecord<?> _ -> {
                LOG.atError().addKeyValue("offset", followed.offset()).log("revocation_unreadable");
                var all = allBefore(followed.writtenAt());
                if (!all.getForgetAfter().isBefore(now)) {
                    revocations.put(followed.key(), all);
                }
            }
        }
    }

    /// Stands for a revocation that cannot be read: it could be for any token.
    private static Revocation allBefore(Instant written) {
        Instant over = written.plus(TokenPolicy.MAX_CAP).plus(TokenPolicy.MAX_LEEWAY);
        return new Revocation(RevocationKind.all, null, written, written, over);
    }

    /// The number of revocations in force.
    public int size() {
        return revocations.size();
    }
}
