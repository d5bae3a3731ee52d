package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.TestClient.Answer;
import io.frostglass.runtime.audit.AuditLog;
import io.frostglass.topics.Principal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("broker")
class BrokerAwayTest {

    @TempDir
    Path folder;

    @Test
    void burnsNoTokenWhileTheBrokerIsAwayAndTakesItWhenItIsBack() throws Exception {
        var agents = TestAgents.write(folder.resolve("agents.yaml"));
        try (var cluster = GatewayCluster.start(folder)) {
            var mint = TestMint.open(cluster);
            try (var app = cluster.gateway("a", agents)) {
                // Given
                var agent = new TestClient(app.url(), TestAgents.KEY);
                var event = mint.event("site-1", "cam-1");
                eventually(
                        "the event is shown",
                        () -> agent.get("/v1/events/" + event.getEventId()).status(),
                        it -> it == 200);
                cluster.stopBroker();
                String attempt = UUID.randomUUID().toString();

                // When
                Answer away = agent.alert(event, attempt, TestClient.ALERT);

                // Then
                assertThat(away.status()).isEqualTo(503);
                assertThat(away.headers().get("retry-after")).matches("[1-9]\\d*");
                assertThat(app.health().isReady()).isFalse();
                // Nothing is shown of which nobody could prove that it was.
                assertThat(agent.get("/v1/events").status()).isEqualTo(503);

                // When
                cluster.startBroker();
                eventually("the gateway is ready", () -> app.health().isReady());

                // Then
                eventually(
                        "the decision is taken",
                        () -> agent.alert(event, attempt, TestClient.ALERT).status(),
                        it -> it == 201);
                Answer back = agent.alert(event, attempt, TestClient.ALERT);
                assertThat(agent.alert(event, attempt, TestClient.ALERT).body()).isEqualTo(back.body());
                assertThat(agent.alert(event).status()).isEqualTo(401);
                // Once, whatever became of the transaction that was open when the broker went.
                eventually(
                        "the use of the token is in the audit log",
                        () -> cluster.audit(event.getEventId()).stream()
                                .anyMatch(
                                        entry -> "used".equals(entry.getAction().name())));
                assertThat(cluster.audit(event.getEventId()))
                        .filteredOn(entry -> "used".equals(entry.getAction().name()))
                        .hasSize(1);
                assertThat(AuditLog.read(
                                cluster.clientOf(Principal.AUDIT_LOG), cluster.serdes(), Instant.EPOCH, _ -> {}))
                        .isEmpty();
            }
        }
    }
}
