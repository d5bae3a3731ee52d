package io.frostglass.runtime.synthetic;

import io.frostglass.audit.AgentCall;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says which steps of the synthetic events an application has seen succeed, and when. Safe for several threads.
public final class SyntheticSteps {

    /// Stands in place of an agent where the gateway uses the token of a synthetic event. No agent can have this id.
    public static final String AGENT = "synthetic/daily";

    /// A comment in the pictures of synthetic events. It must not leave the restricted zone.
    public static final String PICTURE_COMMENT = "frostglass-synthetic-picture";

    private static final Logger LOG = LoggerFactory.getLogger(SyntheticSteps.class);

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Map<SiteStep, AtomicLong> succeeded = new ConcurrentHashMap<>();

    private record SiteStep(String siteId, SyntheticStep step) {}

    public SyntheticSteps(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /// A step has succeeded now.
    public void succeeded(String siteId, SyntheticStep step) {
        succeeded
                .computeIfAbsent(new SiteStep(siteId, step), _ -> {
                    var at = new AtomicLong();
                    MetricCatalogue.SYNTHETIC_LAST_SUCCESS.gauge(registry, at, AtomicLong::get, siteId, step.code());
                    return at;
                })
                .set(clock.instant().getEpochSecond());
    }

    /// A step has failed.
    ///
    /// @param reason a word of ours
    public void failed(String siteId, SyntheticStep step, String reason) {
        LOG.atWarn()
                .addKeyValue("site", siteId)
                .addKeyValue("step", step.code())
                .addKeyValue("reason", reason)
                .log("synthetic_step_failed");
    }

    /// Whether an audit entry is about what the gateway did with the token of a synthetic event, and not about an
    /// agent.
    public static boolean isCheck(AuditEntry entry) {
        AgentCall call = entry.getCall();
        return call != null && AGENT.equals(call.getAgent());
    }
}
