package io.frostglass.runtime.metrics;

import io.frostglass.topics.Principal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// A metric that applications serve: its name, meaning and labels. No label has a value from outside: no text of a
/// camera or an agent, no address and no secret.
///
/// @param name in Micrometer's form, such as `frostglass.ingest.requests`
/// @param unit of the value, for people: `1` for a count
/// @param labels besides `application`, which every metric has
/// @param applications that serve it
/// @param help one sentence for people
public record MetricDefinition(
        String name, MetricType type, String unit, List<String> labels, Set<Principal> applications, String help) {

    /// How a metric behaves.
    public enum MetricType {
        /// Only grows, from 0 at the start of the process.
        COUNTER,
        /// The value now.
        GAUGE,
        /// Counts times, with their sum and the highest one of the last minutes.
        TIMER,
        /// Counts times by [#BUCKETS].
        HISTOGRAM,
        /// Counts values, with their sum and the highest one of the last minutes.
        SUMMARY
    }

    /// The upper bounds of every histogram. All have the same, so they can be compared.
    static final List<Duration> BUCKETS = List.of(
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(4));

    private static final PrometheusNamingConvention NAMES = new PrometheusNamingConvention();

    public MetricDefinition {
        labels = List.copyOf(labels);
        applications = Set.copyOf(applications);
    }

    /// Its name in Prometheus, without the suffix of a part.
    public String prometheusName() {
        return switch (type) {
            case COUNTER -> NAMES.name(name, Meter.Type.COUNTER) + "_total";
            case GAUGE -> NAMES.name(name, Meter.Type.GAUGE);
            case TIMER, HISTOGRAM -> NAMES.name(name, Meter.Type.TIMER);
            case SUMMARY -> NAMES.name(name, Meter.Type.DISTRIBUTION_SUMMARY);
        };
    }

    /// The names that a query may have.
    public List<String> series() {
        String base = prometheusName();
        return switch (type) {
            case COUNTER, GAUGE -> List.of(base);
            case TIMER, SUMMARY -> List.of(base + "_count", base + "_sum", base + "_max");
            case HISTOGRAM -> List.of(base + "_bucket", base + "_count", base + "_sum", base + "_max");
        };
    }

    /// The counter with these labels; it is made at its first use.
    ///
    /// @param values of the labels, in their order
    public Counter counter(MeterRegistry registry, String... values) {
        is(MetricType.COUNTER);
        return Counter.builder(name).description(help).tags(tags(values)).register(registry);
    }

    /// Serves the count of something that counts itself.
    public <T> void counter(MeterRegistry registry, T state, ToDoubleFunction<T> count, String... values) {
        is(MetricType.COUNTER);
        FunctionCounter.builder(name, state, count)
                .description(help)
                .tags(tags(values))
                .register(registry);
    }

    /// Serves a value of `state`, which the caller keeps: the registry holds it weakly.
    public <T> Gauge gauge(MeterRegistry registry, T state, ToDoubleFunction<T> value, String... values) {
        is(MetricType.GAUGE);
        return Gauge.builder(name, state, value)
                .description(help)
                .tags(tags(values))
                .register(registry);
    }

    /// The timer with these labels; it is made at its first use. A negative time is not counted.
    public Timer timer(MeterRegistry registry, String... values) {
        Timer.Builder timer = Timer.builder(name).description(help).tags(tags(values));
        if (type == MetricType.HISTOGRAM) {
            timer.serviceLevelObjectives(BUCKETS.toArray(Duration[]::new));
        } else {
            is(MetricType.TIMER);
        }
        return timer.register(registry);
    }

    /// The summary with these labels; it is made at its first use.
    public DistributionSummary summary(MeterRegistry registry, String... values) {
        is(MetricType.SUMMARY);
        return DistributionSummary.builder(name)
                .description(help)
                .tags(tags(values))
                .register(registry);
    }

    private void is(MetricType expected) {
        if (type != expected) {
            throw new IllegalStateException(name + " is a " + type);
        }
    }

    private Tags tags(String... values) {
        if (values.length != labels.size()) {
            throw new IllegalArgumentException(name + " has the labels " + labels);
        }
        var tags = new ArrayList<String>();
        for (int i = 0; i < values.length; i++) {
            tags.add(labels.get(i));
            tags.add(values[i]);
        }
        return Tags.of(tags.toArray(String[]::new));
    }
}
