package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.standalone.Application;
import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.topics.TopicCatalogue;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every application is stopped and started again while cameras send. (Killing processes is `bench pipeline --kill`.)
@Tag("broker")
class RestartsTest {

    private static final int EVENTS = 60;

    @Test
    void losesNothingAndRepeatsNothingWhenApplicationsAreRestartedUnderTraffic() throws Exception {
        var accepted = new CopyOnWriteArrayList<String>();
        try (var standing = Standing.start()) {
            // Given one picture for all, so that drawing it does not slow down the cameras
            var cameraShot = SceneCamera.number(2, 1).take(Instant.now());
            var sources = CameraAccount.readAll(standing.installation().sites()).stream()
                    .map(account -> new TrafficGenerator.Source(account, at -> cameraShot))
                    .toList();

            // When
            var restarts = Thread.startVirtualThread(() -> Application.ALL.forEach(standing::restart));
            standing.send(sources, EVENTS, webhookAnswer -> {
                if (webhookAnswer instanceof WebhookAnswer.AcceptedAnswer event) {
                    accepted.add(event.eventId());
                }
            });
            restarts.join();
            standing.awaitDelivered(EVENTS);
            // An alert does not wait for its token
            standing.awaitRecords(TopicCatalogue.MOTION_AUTHORIZED, EVENTS);

            // Then
            List<String> alerts = standing.alerts();
            assertThat(accepted).hasSize(EVENTS).doesNotHaveDuplicates();
            assertThat(alerts).containsExactlyInAnyOrderElementsOf(accepted);
            assertThat(standing.records(TopicCatalogue.MOTION)).hasSize(EVENTS);
            assertThat(standing.records(TopicCatalogue.MOTION_AUTHORIZED)).hasSize(EVENTS);
            assertThat(standing.gapsOfTheAuditLog()).isEmpty();
        }
    }
}
