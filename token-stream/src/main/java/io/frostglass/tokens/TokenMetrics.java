package io.frostglass.tokens;

import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.tokens.TokenMinter.MintingResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Metrics of tokens.
final class TokenMetrics {

    private final MeterRegistry registry;
    private final Counter minted;

    TokenMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.minted = MetricCatalogue.TOKENS_MINTED.counter(registry);
    }

    MintingResult count(MintingResult result) {
        String reason = result.auditEntry().getReason();
        if (result.authorized().isPresent()) {
            minted.increment();
        } else if (reason != null) {
            MetricCatalogue.TOKENS_WITHHELD.counter(registry, reason).increment();
        }
        return result;
    }
}
