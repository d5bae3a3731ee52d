package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.standalone.Application;
import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.standalone.load.Accounts;
import io.frostglass.standalone.load.Answer;
import io.frostglass.standalone.load.Traffic;
import io.frostglass.topics.Catalogue;
import java.time.Instant;
import java.util.ArrayList;
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
            var shot = SceneCamera.number(2, 1).take(Instant.now());
            var sources = new ArrayList<>(
                    Traffic.Source.of(Accounts.of(standing.installation().sites()), at -> shot));

            // When
            var restarts = Thread.startVirtualThread(() -> Application.ALL.forEach(standing::restart));
            standing.send(sources, EVENTS, answer -> {
                if (answer instanceof Answer.Accepted event) {
                    accepted.add(event.eventId());
                }
            });
            restarts.join();
            standing.awaitDelivered(EVENTS);

            // Then
            List<String> alerts = standing.alerts();
            assertThat(accepted).hasSize(EVENTS).doesNotHaveDuplicates();
            assertThat(alerts).containsExactlyInAnyOrderElementsOf(accepted);
            assertThat(standing.records(Catalogue.MOTION)).hasSize(EVENTS);
            assertThat(standing.records(Catalogue.MOTION_AUTHORIZED)).hasSize(EVENTS);
        }
    }
}
