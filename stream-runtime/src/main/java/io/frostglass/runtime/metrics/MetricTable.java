package io.frostglass.runtime.metrics;

import io.frostglass.topics.Principal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The vocabulary as Markdown tables, for `docs/metrics.md`.
public final class MetricTable {

    private static final String HEAD = """
        | metric | type | unit | labels | means |
        |---|---|---|---|---|
        """;

    private MetricTable() {}

    /// Tables for several applications, and one for each application that has metrics of its own.
    ///
    /// @param applications in the order of the flow
    public static String markdown(List<Principal> applications) {
        Stream<String> own = applications.stream().map(MetricTable::own);
        return Stream.concat(
                        Stream.of(
                                "## All applications\n\n" + table(MetricCatalogue.COMMON.stream()),
                                "## Applications of Kafka Streams\n\n" + table(MetricCatalogue.STREAMS.stream()),
                                "## The daily synthetic event\n\n" + table(MetricCatalogue.SYNTHETIC.stream())),
                        own)
                .collect(Collectors.joining("\n"));
    }

    private static String own(Principal application) {
        return "## `" + application.user() + "`\n\n"
                + table(MetricCatalogue.OWN.stream()
                        .filter(metric -> metric.applications().contains(application)));
    }

    private static String table(Stream<MetricDefinition> metrics) {
        return metrics.map(MetricTable::row).collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(MetricDefinition metric) {
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        metric.prometheusName(),
                        metric.type().name().toLowerCase(Locale.ROOT),
                        metric.unit(),
                        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", ")),
                        metric.help());
    }
}
