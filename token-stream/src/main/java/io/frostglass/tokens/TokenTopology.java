package io.frostglass.tokens;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.SerdeFactory;
import java.util.List;
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
///                              └────────→ ( audit.entries )
/// ```
/// A token and its audit entry are written in one transaction: of an event that is processed again after one was
/// aborted, readers of committed records see one token.
final class TokenTopology {

    private final TokenMinter minter;
    private final Serde<SanitizedMotion> motion;
    private final Serde<AuthorizedMotion> authorized;
    private final Serde<AuditEntry> audit;

    TokenTopology(TokenMinter minter, SerdeFactory serdes) {
        this.minter = minter;
        this.motion = serdes.serde(Catalogue.MOTION, SanitizedMotion.class);
        this.authorized = serdes.serde(Catalogue.MOTION_AUTHORIZED, AuthorizedMotion.class);
        this.audit = serdes.serde(Catalogue.AUDIT_ENTRIES, AuditEntry.class);
    }

    Topology build() {
        var builder = new StreamsBuilder();
        KStream<String, Minting> mintings = builder.stream(
                        Catalogue.MOTION.name(),
                        Consumed.with(Serdes.String(), motion).withName("ingress-sanitized-motion"))
                .mapValues(minter::mint, Named.as("mint-token"));
        mintings.flatMapValues(TokenTopology::authorized, Named.as("keep-minted"))
                .to(
                        Catalogue.MOTION_AUTHORIZED.name(),
                        Produced.with(Serdes.String(), authorized).withName("egress-motion-authorized"));
        mintings.map(
                        (site, minting) -> KeyValue.pair(eventId(minting), minting.auditEntry()),
                        Named.as("record-minting"))
                .to(
                        Catalogue.AUDIT_ENTRIES.name(),
                        Produced.with(Serdes.String(), audit).withName("egress-audit-entries"));
        return builder.build();
    }

    private static List<AuthorizedMotion> authorized(Minting minting) {
        return switch (minting) {
            case Minting.Minted minted -> List.of(minted.event());
            case Minting.Withheld withheld -> List.of();
        };
    }

    private static String eventId(Minting minting) {
        return switch (minting) {
            case Minting.Minted minted -> minted.event().getEventId();
            case Minting.Withheld withheld -> withheld.event().getEventId();
        };
    }
}
