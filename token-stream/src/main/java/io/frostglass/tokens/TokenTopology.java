package io.frostglass.tokens;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.Revocation;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.StreamsApplication;
import io.frostglass.runtime.audit.AuditSink;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.tokens.TokenMinter.MintingResult;
import io.frostglass.tokens.TokenMinter.RevokedToken;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/// ```
/// ( sanitized.motion ) → [ mint-token ] → ( agent.motion-authorized )
///                              ├────────→ ( agent.revocations ), of a synthetic event's second token
///                              └────────→ ( audit.token-stream )
/// ```
/// Kafka Streams writes a token and its audit entry in one transaction: readers of committed records see one token
/// per event, even if the event is processed again after an abort.
final class TokenTopology {

    private final TokenMinter minter;
    private final TokenMetrics metrics;
    private final Serde<SanitizedMotion> motion;
    private final Serde<AuthorizedMotion> authorized;
    private final Serde<Revocation> revocations;
    private final SerdeFactory serdes;

    TokenTopology(TokenMinter minter, TokenMetrics metrics, SerdeFactory serdes) {
        this.minter = minter;
        this.metrics = metrics;
        this.motion = serdes.serde(TopicCatalogue.MOTION, SanitizedMotion.class);
        this.authorized = serdes.serde(TopicCatalogue.MOTION_AUTHORIZED, AuthorizedMotion.class);
        this.revocations = serdes.serde(TopicCatalogue.REVOCATIONS, Revocation.class);
        this.serdes = serdes;
    }

    Topology build() {
        StreamsBuilder builder = StreamsApplication.builder();
        KStream<String, MintingResult> mintings = builder.stream(
                        TopicCatalogue.MOTION.name(),
                        Consumed.with(Serdes.String(), motion).withName("ingress-sanitized-motion"))
                .mapValues(event -> metrics.count(minter.mint(event)), Named.as("mint-token"));
        mintings.flatMapValues(result -> result.authorized().stream().toList(), Named.as("keep-minted"))
                .to(
                        TopicCatalogue.MOTION_AUTHORIZED.name(),
                        Produced.with(Serdes.String(), authorized).withName("egress-motion-authorized"));
        mintings.flatMap(
                        (_, result) -> result.revoked().stream()
                                .map(token -> KeyValue.pair(token.key(), token.revocation()))
                                .toList(),
                        Named.as("keep-revoked"))
                .to(
                        TopicCatalogue.REVOCATIONS.name(),
                        Produced.with(Serdes.String(), revocations).withName("egress-revocations"));
        var entries = mintings.flatMap((_, result) -> entries(result), Named.as("record-minting"));
        AuditSink.write(entries, "audit-entries", Principal.TOKEN_STREAM, serdes);
        return builder.build();
    }

    private static List<KeyValue<String, AuditEntry>> entries(MintingResult result) {
        return Stream.concat(
                        Stream.of(result.auditEntry()),
                        result.revoked().stream().map(RevokedToken::auditEntry))
                .map(entry -> KeyValue.pair(entry.getEventId(), entry))
                .toList();
    }
}
