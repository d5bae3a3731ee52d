package io.frostglass.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.frostglass.audit.Action;
import io.frostglass.audit.AgentCall;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.synthetic.SyntheticSteps;
import io.frostglass.sanitized.FindingKind;
import io.frostglass.sanitized.SecurityFinding;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTopologyTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:31:00Z");

    private WatchDriver driver;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        driver = new WatchDriver(folder, SiteThresholds.STANDARD);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void saysWhatWasCountedWhenAndOfWhom() {
        // When
        guess(30, NOW);

        // Then
        var found = driver.findings();
        assertThat(found).hasSize(1);
        SecurityFinding finding = found.getFirst().value;
        assertThat(found.getFirst().key).isEqualTo("all");
        assertThat(finding.getFindingId()).matches("fnd-[0-9a-f]{32}");
        assertThat(finding.getKind()).isEqualTo(FindingKind.refusals);
        assertThat(finding.getSiteId()).isNull();
        assertThat(finding.getWindowStart()).isEqualTo(Instant.parse("2026-01-18T12:30:00Z"));
        assertThat(finding.getWindowEnd()).isEqualTo(Instant.parse("2026-01-18T12:35:00Z"));
        assertThat(finding.getObserved()).isEqualTo(21);
        assertThat(finding.getExpected()).isEqualTo(20);
        assertThat(finding.getFoundAt()).isEqualTo(NOW.plusMillis(20));
        assertThat(driver.count("frostglass.security.findings", "kind", "refusals"))
                .isEqualTo(1);
    }

    @Test
    void namesTheTokenThatWasUsedFromTwoPlaces() {
        // Given
        driver.write(Entries.anonymized("site-1", "cam-1", "evt-1", NOW));
        driver.write(Entries.minted("site-1", "cam-1", "evt-1", NOW.plusSeconds(1)));
        driver.write(Entries.used("site-1", "cam-1", "evt-1", "here", NOW.plusSeconds(2)));

        // When
        driver.write(Entries.refusedAgain("site-1", "cam-1", "evt-1", "there", NOW.plusSeconds(3)));
        driver.write(Entries.refusedAgain("site-1", "cam-1", "evt-1", "there", NOW.plusSeconds(4)));

        // Then
        var found = driver.findings();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().key).isEqualTo("site-1");
        assertThat(found.getFirst().value.getTokenId()).isEqualTo(Entries.token("evt-1"));
    }

    @Test
    void countsAnEntryOnlyFromTheApplicationThatDoesSuchThings() {
        // Given
        issue(0, 1_000, driver::write);

        // When
        for (int i = 0; i < 10; i++) {
            Instant at = NOW.plusSeconds(1_000).plusMillis(i);
            driver.write(Principal.INGEST, Entries.anonymized("site-1", "cam-1", "evt-forged-" + i, at), at);
            driver.write(Entries.minted("site-1", "cam-1", "evt-forged-" + i, at));
        }
        for (int i = 0; i < 100; i++) {
            Instant at = NOW.plusSeconds(1_001).plusMillis(i);
            driver.write(Principal.INGEST, Entries.refusedAgain("site-2", "cam-2", "evt-" + i, "there", at), at);
        }

        // Then
        assertThat(driver.findings())
                .extracting(found -> found.key, found -> found.value.getKind())
                .containsExactly(tuple("site-1", FindingKind.issuance_burst));
    }

    @Test
    void doesNotCountWhatTheGatewayDoesWithTheTokensOfSyntheticEvents() {
        // When
        for (int i = 0; i < 100; i++) {
            Instant at = NOW.plusMillis(i);
            AuditEntry refused = Entries.refusedAgain("site-1", "cam-1", "evt-" + i, "there", at);
            driver.write(AuditEntry.newBuilder(refused)
                    .setCall(AgentCall.newBuilder()
                            .setAgent(SyntheticSteps.AGENT)
                            .setVia("synthetic")
                            .setTool("dismiss_event")
                            .build())
                    .build());
        }

        // Then
        assertThat(driver.findings()).isEmpty();
    }

    @Test
    void matchesATokenWithMotionThatIsReadAfterIt() {
        // Given
        issue(0, 1_000, driver::write);

        // When
        for (int i = 0; i < 100; i++) {
            Instant at = NOW.plusSeconds(1_000 + i);
            driver.write(Entries.minted("site-1", "cam-1", "evt-late-" + i, at.plusMillis(30)));
            driver.write(Entries.anonymized("site-1", "cam-1", "evt-late-" + i, at));
        }

        // Then
        assertThat(driver.findings()).isEmpty();
    }

    @Test
    void goesByTheBrokersTimeAndNotByThatOfTheWriter() {
        // When
        for (int i = 0; i < 30; i++) {
            var entry = Entries.of(Principal.AGENT_GATEWAY, Action.refused, Instant.EPOCH.plus(Duration.ofDays(i)));
            driver.write(Principal.AGENT_GATEWAY, entry.build(), NOW.plusMillis(i));
        }

        // Then
        assertThat(driver.findings())
                .extracting(found -> found.value.getWindowStart())
                .containsExactly(Instant.parse("2026-01-18T12:30:00Z"));
    }

    @Test
    void doesNotTakeARefusedCameraForARefusedToken() {
        // When
        for (int i = 0; i < 100; i++) {
            driver.write(Entries.of(Principal.INGEST, Action.refused, NOW.plusMillis(i))
                    .setReason("signature")
                    .build());
        }

        // Then
        assertThat(driver.findings()).isEmpty();
    }

    @Test
    void countsEntriesThatComeALittleLateAndLeavesOutThoseThatComeTooLate() {
        // Given
        driver.write(Entries.anonymized("site-1", "cam-1", "evt-1", NOW));

        // When
        guess(11, NOW.minus(Duration.ofMinutes(1)));
        driver.write(Entries.anonymized("site-1", "cam-1", "evt-2", NOW.plus(Duration.ofMinutes(9))));
        guess(11, NOW.minus(Duration.ofMinutes(1)).plusMillis(500));
        driver.write(Entries.anonymized("site-1", "cam-1", "evt-3", NOW.plus(Duration.ofMinutes(11))));
        guess(30, NOW);

        // Then
        assertThat(driver.findings()).hasSize(1);
        assertThat(driver.count("frostglass.security.late")).isEqualTo(30);
    }

    /// The scenarios run on the processors alone, for speed: here one of them runs on the whole topology, too.
    @Tag("slow")
    @Test
    void findsWhatItsProcessorsFind(@TempDir Path folder) throws Exception {
        var attack = WatchScenariosTest.scenarios()
                .filter(scenario -> scenario.toString().equals("an attack in the middle of real motion"))
                .findFirst()
                .orElseThrow();
        var thresholds = WatchScenariosTest.thresholds(attack);
        try (var whole = new WatchDriver(folder, thresholds);
                var processors = new ProcessorDriver(thresholds, WatchDriver.MEMORY)) {
            // When
            WatchScenariosTest.play(attack, whole::write);
            WatchScenariosTest.play(attack, processors::write);

            // Then
            assertThat(processors.findings()).hasSize(5).isEqualTo(whole.findings());
            for (String meter : List.of("frostglass.security.motion", "frostglass.security.late")) {
                assertThat(processors.count(meter)).as(meter).isEqualTo(whole.count(meter));
            }
        }
    }

    /// A window more or less may be open at the end. More tokens with `-Dtokens`.
    @Tag("slow")
    @Test
    void remembersNoMoreAfterManyTokensThanAfterFew() {
        try (var processors = new ProcessorDriver(SiteThresholds.STANDARD, WatchDriver.MEMORY)) {
            // Given
            issue(0, 4_800, processors::write);
            Map<String, Long> few = processors.sizes();

            // When
            issue(4_800, Integer.getInteger("tokens", 12_000), processors::write);

            // Then
            Map<String, Long> many = processors.sizes();
            assertThat(many)
                    .allSatisfy((store, size) ->
                            assertThat(size).as(store).isLessThanOrEqualTo(few.getOrDefault(store, 0L) * 3 / 2 + 2));
            assertThat(processors.findings()).isEmpty();
        }
    }

    /// Running clusters lose their state when names or structure change: such a change must be intended, and named in
    /// the release notes.
    @Test
    void hasTheTopologyThatRunningClustersHave() throws IOException {
        try (var frozen = Objects.requireNonNull(getClass().getResourceAsStream("/topology.txt"))) {
            assertThat(driver.topology().describe().toString().strip())
                    .isEqualTo(new String(frozen.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    private void guess(int times, Instant at) {
        for (int i = 0; i < times; i++) {
            driver.write(Entries.of(Principal.AGENT_GATEWAY, Action.refused, at.plusMillis(i))
                    .build());
        }
    }

    /// Mints a token each second, for forty cameras in turn, and uses three of four.
    private static void issue(int from, int to, Consumer<AuditEntry> sink) {
        for (int i = from; i < to; i++) {
            String site = "site-" + i % 4;
            String camera = "cam-" + i % 40;
            Instant at = NOW.plusSeconds(i);
            sink.accept(Entries.anonymized(site, camera, "evt-" + i, at));
            sink.accept(Entries.minted(site, camera, "evt-" + i, at.plusMillis(30)));
            if (i % 16 < 12) {
                sink.accept(Entries.used(site, camera, "evt-" + i, "here", at.plusMillis(900)));
            }
        }
    }
}
