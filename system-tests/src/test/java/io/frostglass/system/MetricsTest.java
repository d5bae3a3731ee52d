package io.frostglass.system;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.runtime.metrics.MetricDefinition;
import io.frostglass.runtime.metrics.MetricDefinition.MetricType;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.standalone.load.TrafficGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the applications serve is the vocabulary.
class MetricsTest {

    private static final int EVENTS = 12;
    private static final Pattern SERIES = Pattern.compile("(frostglass_\\w+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern METRIC = Pattern.compile("frostglass_[a-z_]*[a-z]");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    /// One line of the text format.
    private record Sample(String name, Set<String> labels, double value) {}

    @Test
    void everyMetricHasAHelpAndANameOfItsOwn() {
        var names = MetricCatalogue.metrics().stream()
                .flatMap(metric -> metric.series().stream())
                .toList();

        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("frostglass_[a-z_]+"));
        assertThat(MetricCatalogue.metrics())
                .allSatisfy(metric -> assertThat(metric.help()).endsWith("."));
    }

    /// A metric that nothing makes any more must go from dashboards and alert rules, too.
    @Test
    void everyMetricIsMadeSomewhere() throws IOException {
        String sources;
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            sources = files.filter(file -> file.toString().contains("src/main/java")
                            && file.toString().endsWith(".java")
                            && !file.endsWith("MetricCatalogue.java"))
                    .map(MetricsTest::read)
                    .collect(Collectors.joining());
        }
        var constants = Arrays.stream(MetricCatalogue.class.getFields())
                .filter(field -> field.getType().equals(MetricDefinition.class))
                .map(field -> "MetricCatalogue." + field.getName())
                .toList();

        assertThat(constants)
                .hasSameSizeAs(MetricCatalogue.metrics())
                .allSatisfy(constant -> assertThat(Pattern.compile(Pattern.quote(constant) + "\\b")
                                .matcher(sources)
                                .find())
                        .as(constant)
                        .isTrue());
    }

    /// By the names that people find in Prometheus.
    @Test
    void documentsNameOnlyMetricsThatThereAre() throws IOException {
        var names = MetricCatalogue.metrics().stream()
                .flatMap(metric -> Stream.concat(Stream.of(metric.prometheusName()), metric.series().stream()))
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            List<String> named = files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("node_modules"))
                    .map(MetricsTest::read)
                    .flatMap(text -> METRIC.matcher(text).results())
                    .map(MatchResult::group)
                    .toList();

            assertThat(named).hasSizeGreaterThan(50).allMatch(names::contains);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Which broker there is makes no difference.
    @Test
    @Tag("broker")
    @Tag("in-process")
    void applicationsServeTheirMetricsWithTheirLabelsAndNoOthers() throws Exception {
        try (var standing = Standing.start()) {
            // When
            var cameraShot = SceneCamera.number(2, 1).take(Instant.now());
            var sources = CameraAccount.readAll(standing.installation().sites()).stream()
                    .map(account -> new TrafficGenerator.Source(account, at -> cameraShot))
                    .toList();
            standing.send(sources, EVENTS, _ -> {});
            standing.awaitDelivered(EVENTS);
            eventually(
                    "lag is measured",
                    () -> value(standing, Application.TOKENS, "frostglass_stream_lag"),
                    lag -> lag.isPresent());
            eventually(
                    "share groups' lag is measured",
                    () -> value(standing, Application.DELIVER, "frostglass_delivery_lag"),
                    lag -> lag.isPresent() && lag.get() <= 1);

            // Then
            for (Application application : Application.ALL) {
                List<Sample> samples = samples(standing.metrics(application));
                assertThat(samples).isNotEmpty();
                samples.forEach(sample -> assertIsKnown(application, sample));
                assertThat(samples.stream().map(Sample::name).toList())
                        .as("what %s serves from its start", application.command())
                        .contains("frostglass_live", "frostglass_ready");
            }
            assertThat(value(standing, Application.INGEST, "frostglass_ingest_events_total"))
                    .hasValue((double) EVENTS);
            assertThat(value(standing, Application.TOKENS, "frostglass_tokens_minted_total"))
                    .hasValue((double) EVENTS);
            assertThat(value(standing, Application.ANONYMIZE, "frostglass_anonymize_events_total"))
                    .hasValue((double) EVENTS);
            assertThat(value(standing, Application.ANONYMIZE, "frostglass_anonymize_processor_seconds_total")
                            .orElseThrow())
                    .isPositive();
            assertThat(value(standing, Application.ANONYMIZE, "frostglass_state_bytes"))
                    .isPresent();
            assertThat(value(standing, Application.DELIVER, "frostglass_delivery_since_motion_seconds_count"))
                    .hasValue((double) EVENTS);
        }
    }

    /// The sum over all labels; empty if there is none, or one is not known.
    private static Optional<Double> value(Standing standing, Application application, String name) {
        try {
            return samples(standing.metrics(application)).stream()
                    .filter(sample -> sample.name().equals(name))
                    .map(Sample::value)
                    .reduce(Double::sum)
                    .filter(value -> !value.isNaN());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Sample> samples(String text) {
        return text.lines()
                .filter(line -> line.startsWith("frostglass_"))
                .map(line -> {
                    var match = SERIES.matcher(line);
                    assertThat(match.matches()).as(line).isTrue();
                    var labels = LABEL.matcher(
                                    Optional.ofNullable(match.group(2)).orElse(""))
                            .results()
                            .map(found -> found.group(1))
                            .collect(Collectors.toSet());
                    return new Sample(match.group(1), labels, Double.parseDouble(match.group(3)));
                })
                .toList();
    }

    private static void assertIsKnown(Application application, Sample sample) {
        var metric = MetricCatalogue.metrics().stream()
                .filter(it -> it.series().contains(sample.name()))
                .findFirst();
        assertThat(metric).as(sample.name()).isPresent();
        assertThat(metric.get().applications()).as(sample.name()).contains(application.principal());
        var labels = new TreeSet<>(metric.get().labels());
        labels.add("application");
        if (metric.get().type() == MetricType.HISTOGRAM && sample.name().endsWith("_bucket")) {
            labels.add("le");
        }
        assertThat(sample.labels()).as(sample.name()).isEqualTo(labels);
    }
}
