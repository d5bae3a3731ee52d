package io.frostglass.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.frostglass.agent.AgentKey;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.BoundingBox;
import io.frostglass.agent.KnownPattern;
import io.frostglass.agent.Label;
import io.frostglass.agent.Verdict;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.TopicCatalogue;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// Mints tokens as token-stream does, with a key of its own.
final class TestMint {

    static final Duration LIFETIME = Duration.ofMinutes(4);

    private final GatewayCluster cluster;
    private final RSAKey key;

    private TestMint(GatewayCluster cluster, RSAKey key) {
        this.cluster = cluster;
        this.key = key;
    }

    /// One whose key is published.
    static TestMint open(GatewayCluster cluster) {
        var mint = unpublished(cluster);
        mint.publish(Instant.now().plus(Duration.ofDays(1)));
        return mint;
    }

    static TestMint unpublished(GatewayCluster cluster) {
        try {
            return new TestMint(
                    cluster,
                    new RSAKeyGenerator(2048)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.RS256)
                            .keyIDFromThumbprint(true)
                            .generate());
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    void publish(Instant notAfter) {
        var published = AgentKey.newBuilder()
                .setJwk(key.toPublicJWK().toJSONString())
                .setNotBefore(Instant.now().minus(Duration.ofMinutes(5)))
                .setNotAfter(notAfter)
                .build();
        cluster.write(TopicCatalogue.KEYS, key.getKeyID(), published, AgentKey.class);
    }

    void withdraw() {
        cluster.write(TopicCatalogue.KEYS, key.getKeyID(), null, AgentKey.class);
    }

    /// An event with its token, on the topic.
    AuthorizedMotion event(String siteId, String cameraId) {
        String id = "evt-" + UUID.randomUUID().toString().replace("-", "");
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return publish(event(id, siteId, cameraId, token(id, now), now.plus(LIFETIME)));
    }

    /// Several at once.
    List<AuthorizedMotion> events(String siteId, int count) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var events = Stream.generate(() -> "evt-" + UUID.randomUUID().toString().replace("-", ""))
                .limit(count)
                .map(id -> event(id, siteId, "cam-12", token(id, now), now.plus(LIFETIME)))
                .toList();
        publishAll(events);
        return events;
    }

    void publishAll(List<AuthorizedMotion> events) {
        cluster.writeAll(
                TopicCatalogue.MOTION_AUTHORIZED,
                events.stream()
                        .map(event -> new TestCluster.KeyValue<>(event.getSiteId(), event))
                        .toList(),
                AuthorizedMotion.class);
    }

    AuthorizedMotion publish(AuthorizedMotion event) {
        cluster.write(TopicCatalogue.MOTION_AUTHORIZED, event.getSiteId(), event, AuthorizedMotion.class);
        return event;
    }

    static AuthorizedMotion event(String id, String siteId, String cameraId, String token, Instant expires) {
        return AuthorizedMotion.newBuilder()
                .setEventId(id)
                .setSiteId(siteId)
                .setCameraId(cameraId)
                .setTimestamp(Instant.parse("2026-01-18T12:34:56Z"))
                .setMotionConfidence(0.92)
                .setBboxes(List.of(new BoundingBox(0.15, 0.3, 0.2, 0.25)))
                .setLabels(List.of(new Label("person", 0.9)))
                .setThumbnail(ByteBuffer.wrap(new byte[] {(byte) 0xff, (byte) 0xd8}))
                .setVeil("silhouettes")
                .setFigures(1)
                .setMoved(0.07)
                .setPhash("a3".repeat(32))
                .setKnownPattern(new KnownPattern("night-cleaners", Verdict.safe))
                .setEphemeralToken(token)
                .setExpiresAt(expires)
                .build();
    }

    String token(String eventId, Instant issued) {
        return sign(claims(eventId, issued).build());
    }

    static JWTClaimsSet.Builder claims(String eventId, Instant issued) {
        return new JWTClaimsSet.Builder()
                .issuer("frostglass")
                .audience("cowork-agent")
                .subject(eventId)
                .claim("scope", "alert:create:" + eventId)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(issued))
                .notBeforeTime(Date.from(issued))
                .expirationTime(Date.from(issued.plus(LIFETIME)));
    }

    String sign(JWTClaimsSet claims) {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
        return token.serialize();
    }

    /// A token's `jti`.
    static String idOf(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet().getJWTID();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }
}
