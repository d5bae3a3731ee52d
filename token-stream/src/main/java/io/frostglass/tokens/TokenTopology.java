package io.frostglass.tokens;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.runtime.StreamsApplication;
import io.frostglass.runtime.audit.AuditSink;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.tokens.TokenMinter.MintingResult;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
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
///                              └────────→ ( audit.token-stream )
/// ```
/// Kafka Streams writes a token and its audit entry in one transaction: readers of committed records see one token
/// per event, even if the event is processed again after an abort.
final class TokenTopology {

    private final TokenMinter minter;
    private final TokenMetrics metrics;
    private final Serde<SanitizedMotion> motion;
    private final Serde<AuthorizedMotion> authorized;
    private final SerdeFactory serdes;

    TokenTopology(TokenMinter minter, TokenMetrics metrics, SerdeFactory serdes) {
        this.minter = minter;
        this.metrics = metrics;
        this.motion = serdes.serde(TopicCatalogue.MOTION, SanitizedMotion.class);
        this.authorized = serdes.serde(TopicCatalogue.MOTION_AUTHORIZED, AuthorizedMotion.class);
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
        var entries = mintings.map(
                (_, result) -> KeyValue.pair(result.auditEntry().getEventId(), result.auditEntry()),
                Named.as("record-minting"));
        AuditSink.write(entries, "audit-entries", Principal.TOKEN_STREAM, serdes);
        return builder.build();
    }
}
