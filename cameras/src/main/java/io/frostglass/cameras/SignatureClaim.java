package io.frostglass.cameras;

import io.frostglass.cameras.VerificationResult.SignatureRefusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The content of a request's signature headers, not verified yet.
sealed interface SignatureClaim {

    /// The headers contain signatures.
    ///
    /// @param webhookId identifies repeated sendings; empty if that is the body's hash, computed only after
    /// verification
    /// @param signedAt empty if the scheme has no time
    /// @param prefix signed before the body
    /// @param signatures HMACs, of which one must be right
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Signed(Optional<String> webhookId, Optional<Instant> signedAt, byte[] prefix, List<byte[]> signatures)
            implements SignatureClaim {}

    /// The headers contain no usable signature.
    record Unsigned(SignatureRefusal why) implements SignatureClaim {}
}
