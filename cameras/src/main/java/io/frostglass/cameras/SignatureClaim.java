package io.frostglass.cameras;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a request says of itself in its signature's headers; not yet believed.
sealed interface SignatureClaim {

    /// The request claims to be signed.
    ///
    /// @param webhookId by which a request sent again is recognised; empty where that is the body's hash, which is
    ///     work that only a request that is believed may cause
    /// @param signedAt when the camera says that it signed, where the scheme has a time
    /// @param prefix what was signed before the body
    /// @param signatures HMACs of which one must be right
    @SuppressWarnings("ArrayRecordComponent") // Never compared: lives from reading the headers to checking them.
    record Signed(Optional<String> webhookId, Optional<Instant> signedAt, byte[] prefix, List<byte[]> signatures)
            implements SignatureClaim {}

    /// The headers do not make a signature.
    record Unsigned(SignatureRefusal why) implements SignatureClaim {}
}
