package io.frostglass.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentEffect;
import io.frostglass.agent.AgentRollout;
import io.frostglass.agent.AgentRolloutApproval;
import io.frostglass.agent.RolloutMode;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RolloutScenariosTest {

    private static final Instant START = Instant.parse("2026-01-18T12:00:00Z");
    private static final String SITE = "site-1";

    static Stream<Scenario> rollouts() {
        return ScenarioReader.of("rollouts.yaml");
    }

    @ParameterizedTest
    @MethodSource("rollouts")
    void whatCountsFollowsFromAllThatWasSaid(Scenario scenario) {
        for (List<Line> said : interleavings(lines(scenario))) {
            // Given
            var rollouts = new Rollouts();

            // When
            said.forEach(line -> line.takeInto(rollouts));

            // Then
            RolloutStatus rolloutStatus = rollouts.standing(SITE);
            assertThat(rollouts.at(SITE)).hasToString(scenario.text("now"));
            assertThat(rolloutStatus.now()).isEqualTo(rollouts.at(SITE));
            assertThat(rolloutStatus.awaiting())
                    .extracting(AgentRollout::getRolloutId)
                    .isEqualTo(scenario.has("awaiting") ? scenario.texts("awaiting") : List.of());
        }
    }

    /// Each topic in its own order, the two as they come.
    private static List<List<Line>> interleavings(List<Line> said) {
        var rollouts = said.stream().filter(line -> !line.isApproval()).toList();
        var approvals = said.stream().filter(Line::isApproval).toList();
        var rolloutsFirst = new ArrayList<>(rollouts);
        rolloutsFirst.addAll(approvals);
        var approvalsFirst = new ArrayList<>(approvals);
        approvalsFirst.addAll(rollouts);
        return List.of(said, rolloutsFirst, approvalsFirst);
    }

    private static List<Line> lines(Scenario scenario) {
        var texts = scenario.texts("said");
        var lines = new ArrayList<Line>();
        for (int i = 0; i < texts.size(); i++) {
            lines.add(new Line(List.of(texts.get(i).split(" ")), START.plusSeconds(i)));
        }
        return lines;
    }

    /// A record of one of the topics.
    private record Line(List<String> words, Instant at) {

        boolean isApproval() {
            return words.getFirst().matches("approval|elsewhere|broken-approval|deleted-approval");
        }

        void takeInto(Rollouts rollouts) {
            String id = words.get(1);
            switch (words.getFirst()) {
                case "rollout" -> rollouts.rollouts().take(followed(SITE + "/" + id, rollout(id)));
                case "misplaced" -> rollouts.rollouts().take(followed(SITE + "/another", rollout(id)));
                case "broken" ->
                    rollouts.rollouts().take(followed(SITE + "/" + id, new RecordContent.UnreadableRecord<>()));
                case "deleted" -> rollouts.rollouts().take(followed(SITE + "/" + id, new RecordContent.Deleted<>()));
                case "approval" -> rollouts.approvals().take(followed(SITE + "/" + id, approval(SITE, id)));
                case "elsewhere" -> rollouts.approvals().take(followed("site-2/" + id, approval("site-2", id)));
                case "broken-approval" ->
                    rollouts.approvals().take(followed(SITE + "/" + id, new RecordContent.UnreadableRecord<>()));
                case "deleted-approval" ->
                    rollouts.approvals().take(followed(SITE + "/" + id, new RecordContent.Deleted<>()));
                default -> throw new IllegalArgumentException(words.toString());
            }
        }

        private <T> FollowedRecord<T> followed(String key, RecordContent<T> recordContent) {
            return new FollowedRecord<>(0, 0, at, 1, key, recordContent);
        }

        private RecordContent<AgentRollout> rollout(String id) {
            return new RecordContent.RecordValue<>(new AgentRollout(id, SITE, mode(), percent(), at));
        }

        private RecordContent<AgentRolloutApproval> approval(String site, String id) {
            return new RecordContent.RecordValue<>(new AgentRolloutApproval(id, site, mode(), percent(), at));
        }

        private RolloutMode mode() {
            return RolloutMode.valueOf(words.get(2));
        }

        private int percent() {
            return Integer.parseInt(words.get(3));
        }
    }

    @Test
    void decisionsAreForWhatTheModeSays() {
        String first = "evt-" + "0".repeat(32);
        String last = "evt-" + "0".repeat(30) + "63";

        assertThat(RolloutStage.OFF.effectOn(first)).isEqualTo(AgentEffect.shadowed);
        assertThat(RolloutStage.SHADOW.effectOn(first)).isEqualTo(AgentEffect.shadowed);
        assertThat(new RolloutStage(RolloutMode.canary, 1).effectOn(first)).isEqualTo(AgentEffect.acted);
        assertThat(new RolloutStage(RolloutMode.canary, 99).effectOn(last)).isEqualTo(AgentEffect.shadowed);
        assertThat(RolloutStage.ON.effectOn(last)).isEqualTo(AgentEffect.acted);
    }
}
