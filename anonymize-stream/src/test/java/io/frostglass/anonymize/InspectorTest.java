package io.frostglass.anonymize;

import static io.frostglass.anonymize.RawEvents.NOW;
import static io.frostglass.anonymize.RawEvents.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.cameras.SignatureVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InspectorTest {

    private final Inspector inspector = new Inspector(
            RawEvents::sites, new SignatureVerifier(Duration.ofMinutes(6)), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void derivesTheEventsIdFromWhatWasSignedAndNotFromTheRecord() {
        // When
        var first = inspector.inspect(signed("msg-1", NOW, RawEvents.body("")), NOW);
        var again = inspector.inspect(signed("msg-1", NOW, RawEvents.body("")), NOW.plusSeconds(5));
        var other = inspector.inspect(signed("msg-2", NOW, RawEvents.body("")), NOW);

        // Then
        assertThat(first)
                .isInstanceOfSatisfying(
                        Inspected.Genuine.class,
                        genuine -> assertThat(genuine.eventId())
                                .matches("evt-[0-9a-f]{32}")
                                .isEqualTo(((Inspected.Genuine) again).eventId())
                                .isNotEqualTo(((Inspected.Genuine) other).eventId()));
    }

    @Test
    void refusesARecordThatNoCameraSigned() {
        assertThat(inspector.inspect(RawEvents.raw(RawEvents.body(""), Map.of()), NOW))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("signature_missing"));
    }

    @Test
    void refusesAChangedBody() {
        // Given
        var genuine = signed("msg-1", NOW, RawEvents.body(""));
        var changed = RawEvents.raw(RawEvents.body("AAAA"), genuine.getSignatureHeaders());

        // Then
        assertThat(inspector.inspect(changed, NOW))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("signature_wrong"));
    }

    @Test
    void refusesAnOldRequestThatIsCopiedToTheTopicLater() {
        // Given
        var genuine = signed("msg-1", NOW, RawEvents.body(""));

        // Then
        assertThat(inspector.inspect(genuine, NOW.plus(Duration.ofHours(1))))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("timestamp_outside_window"));
    }

    @Test
    void writesNoneOfTheRecordsOwnWordsIntoTheAuditLog() {
        // When
        var refused = (Inspected.Refused) inspector.inspect(RawEvents.raw("{}", Map.of()), NOW);

        // Then
        assertThat(refused.auditEntry().getEventId()).isNull();
        assertThat(refused.auditEntry().getCameraId()).isNull();
        assertThat(refused.auditEntry().getReason()).isEqualTo("signature_missing");
    }
}
