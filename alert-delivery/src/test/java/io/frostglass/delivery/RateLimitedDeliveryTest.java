package io.frostglass.delivery;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Outcome;
import io.frostglass.audit.Action;
import io.frostglass.testsupport.ReceiverStandIn;
import io.frostglass.testsupport.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More alerts than a receiver takes, on a real broker. Slack takes one message a second.
@Tag("broker")
class RateLimitedDeliveryTest {

    @TempDir
    static Path dir;

    @Test
    void losesNothingAndSendsWhatBelongsTogetherInOneMessage() throws Exception {
        try (var cluster = TestCluster.start(dir);
                var slack = new ReceiverStandIn.Slack()) {
            // Given an incident with many updates, and others
            Files.writeString(
                    dir.resolve("receivers.yaml"),
                    "receivers: {chat: {type: slack, url: \"%s\", allow_private: true}}"
                            .formatted(slack.url("/services/T/B/x")));
            var installation = new Installation(cluster, dir);
            List<Escalation> others = Installation.alerts("chat", 2);
            Escalation alert = Installation.alert("chat");
            var all = new ArrayList<>(others);
            all.add(alert);
            for (int i = 0; i < 10; i++) {
                all.add(Escalation.newBuilder(Installation.alert("chat"))
                        .setUpdates(alert.getAlertId())
                        .setSummary("update " + i)
                        .build());
            }

            // When
            try (var _ = installation.start(Map.of())) {
                installation.raise(all);

                // Then
                eventually(
                        "all are written down",
                        () -> installation.results("chat").size() == all.size());
            }
            assertThat(installation.results("chat"))
                    .extracting(DeliveryResult::getOutcome)
                    .containsOnly(Outcome.delivered);
            assertThat(all)
                    .allSatisfy(one -> assertThat(installation.audit(one)).containsExactly(Action.delivered));
            String messages = slack.messages().toString();
            for (int i = 0; i < 10; i++) {
                assertThat(messages).contains("update " + i);
            }
            assertThat(slack.messages()).hasSizeLessThan(all.size());
        }
    }
}
