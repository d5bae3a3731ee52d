package io.frostglass.topics;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentKey;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.KeyRotation;
import io.frostglass.agent.Revocation;
import io.frostglass.agent.RevocationKind;
import io.frostglass.agent.SwitchState;
import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Outcome;
import io.frostglass.alerts.Severity;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.restricted.NamedPattern;
import io.frostglass.restricted.PictureHash;
import io.frostglass.restricted.Receipt;
import io.frostglass.restricted.Verdict;
import io.frostglass.sanitized.BoundingBox;
import io.frostglass.sanitized.FindingKind;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.sanitized.SecurityFinding;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/// One record of each type of the catalogue.
final class Samples {

    private static final Instant AT = Instant.parse("2026-01-18T12:34:56.789Z");
    private static final String EVENT = "evt-0123456789abcdef0123456789abcdef";

    private Samples() {}

    static Stream<SpecificRecord> all() {
        return Stream.of(
                raw(),
                receipt(),
                hash(),
                pattern(),
                sanitized(),
                authorized(),
                key(),
                rotation(),
                revocation(),
                agentSwitch(),
                decision(),
                escalation(),
                deliveryResult(),
                audit(),
                finding());
    }

    /// The topic that holds records of this type.
    static Topic topicOf(SpecificRecord record) {
        return TopicCatalogue.topics().stream()
                .filter(topic -> topic.valueType().equals(record.getClass().getName()))
                .findFirst()
                .orElseThrow();
    }

    static MotionRaw raw() {
        return MotionRaw.newBuilder()
                .setEventId(EVENT)
                .setCameraId("cam-12")
                .setReceivedAt(AT)
                .setContentType("application/json")
                .setSignatureHeaders(Map.of("webhook-id", "msg_1"))
                .setBody(ByteBuffer.wrap(new byte[100_000]))
                .build();
    }

    static Receipt receipt() {
        return Receipt.newBuilder().setCameraId("cam-12").setReceivedAt(AT).build();
    }

    private static PictureHash hash() {
        return new PictureHash("site-1", 0x0123456789abcdefL);
    }

    private static NamedPattern pattern() {
        return new NamedPattern("site-1", "swaying-tree", Verdict.safe, -1L, EVENT, AT);
    }

    static SanitizedMotion sanitized() {
        return SanitizedMotion.newBuilder()
                .setEventId(EVENT)
                .setSiteId("site-1")
                .setCameraId("cam-12")
                .setTimeZone("Europe/London")
                .setTimestamp(AT)
                .setReceivedAt(AT.plusMillis(40))
                .setMotionConfidence(0.92)
                .setBboxes(List.of(new BoundingBox(0.15, 0.3, 0.2, 0.25)))
                .setLabels(List.of(new Label("person", 0.8), new Label("car", null)))
                .setThumbnail(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setPhash("a3f92c")
                .build();
    }

    private static AuthorizedMotion authorized() {
        return AuthorizedMotion.newBuilder()
                .setEventId(EVENT)
                .setSiteId("site-1")
                .setCameraId("cam-12")
                .setTimestamp(AT)
                .setThumbnailDropped("no_image")
                .setEphemeralToken("eyJ.eyJ.sig")
                .setExpiresAt(AT.plusSeconds(270))
                .build();
    }

    private static AgentKey key() {
        return AgentKey.newBuilder()
                .setJwk("{\"kty\":\"RSA\"}")
                .setNotBefore(AT)
                .setNotAfter(AT.plusSeconds(3600))
                .build();
    }

    private static KeyRotation rotation() {
        return new KeyRotation(AT);
    }

    private static Revocation revocation() {
        return new Revocation(RevocationKind.event, EVENT, AT, AT, AT.plusSeconds(300));
    }

    private static AgentSwitch agentSwitch() {
        return new AgentSwitch(SwitchState.paused, AT);
    }

    private static AgentDecision decision() {
        return AgentDecision.newBuilder()
                .setEventId(EVENT)
                .setSiteId("site-1")
                .setCameraId("cam-12")
                .setTokenId("4b0d2f4e-5a39-4f0e-9c56-1f0c9b7f2a11")
                .setAttemptId("6f1d9c0e-0000-4000-8000-000000000001")
                .setAgent("cowork")
                .setOutcome(AgentOutcome.raised)
                .setSeverity(AgentSeverity.error)
                .setSummary("Two people at the loading bay")
                .setTemplate("seen@1.0.0")
                .setGuard(List.of("link:passed", "phone:redacted"))
                .setDecidedAt(AT)
                .build();
    }

    private static SecurityFinding finding() {
        return SecurityFinding.newBuilder()
                .setFindingId("fnd-0123456789abcdef0123456789abcdef")
                .setKind(FindingKind.refusals)
                .setSiteId("site-1")
                .setWindowStart(AT)
                .setWindowEnd(AT.plusSeconds(60))
                .setObserved(40)
                .setExpected(2.5)
                .setFoundAt(AT.plusSeconds(30))
                .build();
    }

    private static Escalation escalation() {
        return Escalation.newBuilder()
                .setAlertId("alr-0123456789abcdef0123456789abcdef")
                .setEventId(EVENT)
                .setSiteId("site-1")
                .setCameraId("cam-12")
                .setTimestamp(AT)
                .setRaisedAt(AT.plusMillis(90))
                .setSeverity(Severity.critical)
                .setRule("night")
                .setSummary("Person at cam-12, 12:34 – naïve ☃")
                .setReceivers(List.of("pager"))
                .setLabels(List.of("person"))
                .build();
    }

    private static DeliveryResult deliveryResult() {
        return DeliveryResult.newBuilder()
                .setAlertId("alr-0123456789abcdef0123456789abcdef")
                .setEventId(EVENT)
                .setReceiver("pager")
                .setOutcome(Outcome.delivered)
                .setAttempts(3)
                .setFinishedAt(AT)
                .build();
    }

    static AuditEntry audit() {
        return AuditEntry.newBuilder()
                .setAt(AT)
                .setApplication("ingest")
                .setAction(Action.accepted)
                .setEventId(EVENT)
                .build();
    }
}
