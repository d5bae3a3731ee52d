package io.frostglass.anonymize.erasure;

import io.frostglass.restricted.WrappedKey;
import java.util.List;
import java.util.Map;

/// What there is to erase of a request.
///
/// @param keys data keys that are not erased, by their id: they encrypt raw records, dead letters and backgrounds
/// @param hashes event ids of perceptual hashes
/// @param patterns keys of known patterns
/// @param cameras whose backgrounds are to be learnt anew
record ErasurePlan(
        ErasureRequest request,
        Map<String, WrappedKey> keys,
        List<String> hashes,
        List<String> patterns,
        List<String> cameras) {

    /// For people.
    String describe() {
        return "%s, before %s: data keys %d, hashes %d, known patterns %d, backgrounds %d"
                .formatted(
                        request.siteId(),
                        request.before(),
                        keys.size(),
                        hashes.size(),
                        patterns.size(),
                        cameras.size());
    }
}
