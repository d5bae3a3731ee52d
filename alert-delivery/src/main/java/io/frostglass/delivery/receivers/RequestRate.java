package io.frostglass.delivery.receivers;

import java.time.Duration;

/// A receiver's limit of requests.
///
/// @param key receivers with the same key share the limit; may be a secret, so it is never printed
/// @param requests at most, in any window of this length
public record RequestRate(String key, int requests, Duration window) {

    @Override
    public String toString() {
        return "RequestRate[" + requests + " in " + window + "]";
    }
}
