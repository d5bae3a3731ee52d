package io.frostglass.anonymize;

import static io.frostglass.anonymize.RawEvents.NOW;
import static io.frostglass.anonymize.RawEvents.record;
import static io.frostglass.anonymize.RawEvents.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.cameras.SignatureVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RawEventVerifierTest {

    private static final String SITE = "site-a";

    private final RawEventVerifier verifier = new RawEventVerifier(
            RawEvents.opener(),
            RawEvents::sites,
            new SignatureVerifier(Duration.ofMinutes(6)),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void derivesTheEventsIdFromWhatWasSignedAndNotFromTheRecord() {
        // When
        var first = verifier.verify(SITE, record(signed("msg-1", NOW, RawEvents.body(""))), NOW);
        var again = verifier.verify(SITE, record(signed("msg-1", NOW, RawEvents.body(""))), NOW.plusSeconds(5));
        var other = verifier.verify(SITE, record(signed("msg-2", NOW, RawEvents.body(""))), NOW);

        // Then
        assertThat(first)
                .isInstanceOfSatisfying(
                        RawEventResult.Genuine.class,
                        genuine -> assertThat(genuine.eventId())
                                .matches("evt-[0-9a-f]{32}")
                                .isEqualTo(((RawEventResult.Genuine) again).eventId())
                                .isNotEqualTo(((RawEventResult.Genuine) other).eventId()));
    }

    @Test
    void refusesARecordThatNoCameraSigned() {
        assertThat(verifier.verify(SITE, record(RawEvents.raw(RawEvents.body(""), Map.of())), NOW))
                .isInstanceOfSatisfying(
                        RawEventResult.NotGenuine.class,
                        notGenuine -> assertThat(notGenuine.reason()).isEqualTo("signature_missing"));
    }

    @Test
    void refusesAChangedBody() {
        // Given
        var genuine = signed("msg-1", NOW, RawEvents.body(""));
        var changed = RawEvents.raw(RawEvents.body("AAAA"), genuine.getSignatureHeaders());

        // Then
        assertThat(verifier.verify(SITE, record(changed), NOW))
                .isInstanceOfSatisfying(
                        RawEventResult.NotGenuine.class,
                        notGenuine -> assertThat(notGenuine.reason()).isEqualTo("signature_wrong"));
    }

    @Test
    void refusesAnOldRequestThatIsCopiedToTheTopicLater() {
        // Given
        var genuine = signed("msg-1", NOW, RawEvents.body(""));

        // Then
        assertThat(verifier.verify(SITE, record(genuine), NOW.plus(Duration.ofHours(1))))
                .isInstanceOfSatisfying(
                        RawEventResult.NotGenuine.class,
                        notGenuine -> assertThat(notGenuine.reason()).isEqualTo("timestamp_outside_window"));
    }

    @Test
    void writesNoneOfTheRecordsOwnWordsIntoTheAuditLog() {
        // When
        var notGenuine = (RawEventResult.NotGenuine) verifier.verify(SITE, record(RawEvents.raw("{}", Map.of())), NOW);

        // Then
        assertThat(notGenuine.auditEntry().getEventId()).isNull();
        assertThat(notGenuine.auditEntry().getCameraId()).isNull();
        assertThat(notGenuine.auditEntry().getReason()).isEqualTo("signature_missing");
    }
}
