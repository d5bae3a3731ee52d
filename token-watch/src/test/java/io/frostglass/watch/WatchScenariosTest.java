package io.frostglass.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SecurityFinding;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;

class WatchScenariosTest {

    /// A Monday.
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    @ParameterizedTest
    @MethodSource("scenarios")
    void findsWhatTheScenarioSaysAndNothingElse(Scenario scenario) throws Exception {
        try (var driver = new ProcessorDriver(thresholds(scenario), WatchDriver.MEMORY)) {
            // When
            play(scenario, driver::write);

            // Then
            var found = driver.findings();
            Map<String, Long> kinds = found.stream()
                    .collect(Collectors.groupingBy(finding -> described(finding.value), Collectors.counting()));
            assertThat(kinds).isEqualTo(expected(scenario));
            assertThat(found.stream().map(finding -> finding.value.getFindingId()))
                    .doesNotHaveDuplicates();
            assertThat(driver.count("frostglass.security.late")).isZero();
            if (scenario.values().get("motion") instanceof Boolean motion) {
                assertThat(driver.count("frostglass.security.motion") > 0).isEqualTo(motion);
            }
        }
    }

    static Stream<Scenario> scenarios() {
        return ScenarioReader.list("/scenarios/watch.yaml")
                .filter(entry -> entry.containsKey("name"))
                .map(Scenario::new);
    }

    /// Writes the entries of a scenario.
    static void play(Scenario scenario, Consumer<AuditEntry> sink) {
        var traffic = new ScenarioTraffic(START, sink);
        list(scenario, "phases").forEach(phase -> traffic.phase((Map<?, ?>) phase));
        traffic.end();
    }

    static SiteThresholds thresholds(Scenario scenario) throws Exception {
        Object file = scenario.values().get("watch");
        return file == null
                ? SiteThresholds.STANDARD
                : SiteThresholdsTest.read(new Dump(DumpSettings.builder().build()).dumpToString(file));
    }

    private static Map<String, Long> expected(Scenario scenario) {
        var expected = new TreeMap<String, Long>();
        for (Object item : list(scenario, "finds")) {
            var finding = (Map<?, ?>) item;
            String who = Stream.of("site", "camera")
                    .filter(finding::containsKey)
                    .map(key -> " " + finding.get(key))
                    .collect(Collectors.joining());
            long times = finding.get("times") instanceof Integer count ? count : 1;
            expected.put(finding.get("kind") + who, times);
        }
        return expected;
    }

    private static String described(SecurityFinding finding) {
        return finding.getKind()
                + (finding.getSiteId() == null ? "" : " " + finding.getSiteId())
                + (finding.getCameraId() == null ? "" : " " + finding.getCameraId());
    }

    private static List<?> list(Scenario scenario, String key) {
        return (List<?>) Objects.requireNonNull(scenario.values().get(key), key);
    }
}
