package io.frostglass.anonymize;

import io.frostglass.cameras.MotionBodyParser;
import io.frostglass.cameras.ParsedBody;
import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.cameras.Sites;
import io.frostglass.cameras.VerificationResult;
import io.frostglass.encryption.DataKey;
import io.frostglass.restricted.MotionRaw;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/// Verifies a raw event again, from the bytes that the camera signed: a writer to the raw topic cannot forge an
/// event.
final class RawEventVerifier extends ContextualFixedKeyProcessor<String, RawRecord, RawEventResult> {

    private final RawRecordOpener opener;
    private final Supplier<Sites> sites;
    private final SignatureVerifier verifier;
    private final Clock clock;

    RawEventVerifier(RawRecordOpener opener, Supplier<Sites> sites, SignatureVerifier verifier, Clock clock) {
        this.opener = opener;
        this.sites = sites;
        this.verifier = verifier;
        this.clock = clock;
    }

    @Override
    public void process(FixedKeyRecord<String, RawRecord> record) {
        Instant receivedAt = Instant.ofEpochMilli(record.timestamp());
        context().forward(record.withValue(verify(record.key(), record.value(), receivedAt)));
    }

    /// Decrypts the record, verifies the signature and parses the body.
    ///
    /// @param site the record's key
    /// @param receivedAt the broker's timestamp of the record, which no writer can choose
    RawEventResult verify(String site, RawRecord record, Instant receivedAt) {
        return switch (opener.open(record, site)) {
            case RawRecordOpener.OpenedRecord.OpenContent(var raw, var key) -> verify(record, raw, key, receivedAt);
            case RawRecordOpener.OpenedRecord.ErasedContent(var key) ->
                new RawEventResult.ErasedEvent(key, clock.instant());
            case RawRecordOpener.OpenedRecord.RefusedContent(var reason) -> refused(record, reason);
        };
    }

    private RawEventResult verify(RawRecord record, MotionRaw raw, Optional<DataKey> key, Instant receivedAt) {
        byte[] body = new byte[raw.getBody().remaining()];
        raw.getBody().duplicate().get(body);
        var camera = sites.get().camera(raw.getCameraId());
        return switch (verifier.verify(camera, raw.getSignatureHeaders(), body, receivedAt)) {
            case VerificationResult.NotVerified(var why) -> refused(record, why.code());
            case VerificationResult.Verified verified ->
                switch (MotionBodyParser.parse(raw.getContentType(), body)) {
                    case ParsedBody.ParsedEvent(var event) ->
                        new RawEventResult.Genuine(verified.eventId(), verified.camera(), event, receivedAt, key);
                    case ParsedBody.Invalid _ -> refused(record, "invalid_body");
                    case ParsedBody.UnknownType _ -> refused(record, "unsupported_media_type");
                };
        };
    }

    private RawEventResult refused(RawRecord record, String reason) {
        return new RawEventResult.NotGenuine(record, reason, clock.instant());
    }
}
