package io.frostglass.tokens;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.BoundingBox;
import io.frostglass.agent.KnownPattern;
import io.frostglass.agent.Label;
import io.frostglass.agent.Verdict;
import io.frostglass.sanitized.SanitizedMotion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Copies the fields of a sanitized event that agents may see. An allow-list: a new field of the sanitized event does
/// not appear by itself.
final class AuthorizedEvents {

    private AuthorizedEvents() {}

    /// @param revokedToken of a synthetic event; null for others
    static AuthorizedMotion of(SanitizedMotion event, String token, Instant expires, @Nullable String revokedToken) {
        return AuthorizedMotion.newBuilder()
                .setEventId(event.getEventId())
                .setSiteId(event.getSiteId())
                .setCameraId(event.getCameraId())
                .setTimestamp(event.getTimestamp())
                .setMotionConfidence(event.getMotionConfidence())
                .setBboxes(event.getBboxes().stream()
                        .map(box -> new BoundingBox(box.getX(), box.getY(), box.getW(), box.getH()))
                        .toList())
                .setLabels(event.getLabels().stream()
                        .map(label -> new Label(label.getLabel(), label.getConfidence()))
                        .toList())
                .setThumbnail(event.getThumbnail())
                .setThumbnailDropped(event.getThumbnailDropped())
                .setVeil(event.getVeil())
                .setFigures(event.getFigures())
                .setMoved(event.getMoved())
                .setPhash(event.getPhash())
                .setKnownPattern(known(event.getKnownPattern()))
                .setEphemeralToken(token)
                .setExpiresAt(expires)
                .setRevokedToken(revokedToken)
                .build();
    }

    private static @Nullable KnownPattern known(io.frostglass.sanitized.@Nullable KnownPattern pattern) {
        if (pattern == null) {
            return null;
        }
        return new KnownPattern(
                pattern.getName(),
                switch (pattern.getVerdict()) {
                    case safe -> Verdict.safe;
                    case unsafe -> Verdict.unsafe;
                });
    }
}
