package io.frostglass.anonymize;

import io.frostglass.cameras.MotionBodyParser;
import io.frostglass.cameras.ParsedBody;
import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.cameras.Sites;
import io.frostglass.cameras.VerificationResult;
import io.frostglass.restricted.MotionRaw;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/// Verifies a raw event again, from the bytes that the camera signed: a writer to the raw topic cannot forge an
/// event.
final class RawEventVerifier extends ContextualFixedKeyProcessor<String, MotionRaw, RawEventResult> {

    private final Supplier<Sites> sites;
    private final SignatureVerifier verifier;
    private final Clock clock;

    RawEventVerifier(Supplier<Sites> sites, SignatureVerifier verifier, Clock clock) {
        this.sites = sites;
        this.verifier = verifier;
        this.clock = clock;
    }

    @Override
    public void process(FixedKeyRecord<String, MotionRaw> record) {
        Instant receivedAt = Instant.ofEpochMilli(record.timestamp());
        context().forward(record.withValue(verify(record.value(), receivedAt)));
    }

    /// Verifies the signature and parses the body.
    ///
    /// @param receivedAt the broker's timestamp of the record, which no writer can choose
    RawEventResult verify(MotionRaw raw, Instant receivedAt) {
        byte[] body = new byte[raw.getBody().remaining()];
        raw.getBody().duplicate().get(body);
        var camera = sites.get().camera(raw.getCameraId());
        return switch (verifier.verify(camera, raw.getSignatureHeaders(), body, receivedAt)) {
            case VerificationResult.NotVerified(var why) -> refused(raw, why.code());
            case VerificationResult.Verified verified ->
                switch (MotionBodyParser.parse(raw.getContentType(), body)) {
                    case ParsedBody.ParsedEvent(var event) ->
                        new RawEventResult.Genuine(verified.eventId(), verified.camera(), event, receivedAt);
                    case ParsedBody.Invalid _ -> refused(raw, "invalid_body");
                    case ParsedBody.UnknownType _ -> refused(raw, "unsupported_media_type");
                };
        };
    }

    private RawEventResult refused(MotionRaw raw, String reason) {
        return new RawEventResult.NotGenuine(raw, reason, clock.instant());
    }
}
