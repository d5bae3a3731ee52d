package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.anonymize.KnownPatterns;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.NamedPattern;
import io.frostglass.restricted.Verdict;
import io.frostglass.sanitized.KnownPattern;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.camera.CameraShot;
import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.errors.AuthorizationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two cameras of one site on one scene, on a real broker with its ACLs, and a stop of the application in between.
@Tag("broker")
class DuplicatesTest {

    @Test
    void alertsOnceAboutAScenesOfTwoCamerasAlsoAcrossARestartAndKnowsItByItsName() throws Exception {
        try (var standing = Standing.startMerging()) {
            // Given
            List<CameraAccount> accounts =
                    CameraAccount.readAll(standing.installation().sites());
            CameraShot scene = SceneCamera.number(1, 1).take(Instant.now());
            CameraShot another = SceneCamera.number(2, 1).take(Instant.now());

            // When
            String first = send(standing, accounts.get(0), scene);
            standing.awaitRecords(TopicCatalogue.MOTION, 1);
            String second = send(standing, accounts.get(1), scene);
            standing.awaitRecords(TopicCatalogue.MOTION, 2);
            standing.restart(Application.ANONYMIZE);
            String third = send(standing, accounts.get(1), scene);
            String other = send(standing, accounts.get(1), another);
            // of the other site
            String elsewhere = send(standing, accounts.get(3), scene);
            standing.awaitRecords(TopicCatalogue.MOTION, 5);
            standing.awaitDelivered(3);

            // Then
            var events = standing.values(TopicCatalogue.MOTION, SanitizedMotion.class);
            assertThat(event(events, first).getDuplicateOf()).isNull();
            assertThat(event(events, second).getDuplicateOf()).isEqualTo(first);
            assertThat(event(events, third).getDuplicateOf()).isEqualTo(first);
            assertThat(event(events, other).getDuplicateOf()).isNull();
            assertThat(event(events, elsewhere).getDuplicateOf()).isNull();
            assertThat(event(events, elsewhere).getGroupBands())
                    .containsAnyElementsOf(event(events, first).getGroupBands());
            standing.awaitRecords(TopicCatalogue.MOTION_AUTHORIZED, 3);
            assertThat(standing.alerts()).containsExactlyInAnyOrder(first, other, elsewhere);
            assertThat(standing.values(AuditTopics.of(Principal.TOKEN_STREAM), AuditEntry.class))
                    .filteredOn(entry -> entry.getAction() == Action.withheld)
                    .extracting(AuditEntry::getEventId)
                    .containsExactlyInAnyOrder(second, third);

            // and when somebody names the scene
            NamedPattern named = book(standing, book -> book.add(first, "empty-corridor", Verdict.safe));
            standing.restart(Application.ANONYMIZE);
            String fourth = send(standing, accounts.get(2), scene);
            standing.awaitRecords(TopicCatalogue.MOTION, 6);

            // Then
            assertThat(named.getSiteId()).isEqualTo("site-1");
            assertThat(event(standing.values(TopicCatalogue.MOTION, SanitizedMotion.class), fourth)
                            .getKnownPattern())
                    .isEqualTo(new KnownPattern("empty-corridor", io.frostglass.sanitized.Verdict.safe));
            List<NamedPattern> listed = book(standing, KnownPatterns::list);
            assertThat(listed).containsExactly(named);
            boolean removed = book(standing, book -> book.remove("site-1", "empty-corridor"));
            assertThat(removed).isTrue();
            List<NamedPattern> left = book(standing, KnownPatterns::list);
            assertThat(left).isEmpty();
            assertThat(standing.values(AuditTopics.of(Principal.PATTERN_ADMIN), AuditEntry.class))
                    .extracting(AuditEntry::getAction)
                    .containsExactlyInAnyOrder(Action.pattern_added, Action.pattern_removed);

            // and a name for nothing, or by somebody who may not, is refused
            assertThatThrownBy(() -> book(standing, book -> book.add("evt-unknown", "x", Verdict.safe)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no picture of this event is known");
            assertThatThrownBy(() -> book(standing, Principal.CONSOLE, KnownPatterns::list))
                    .isInstanceOf(AuthorizationException.class);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(KnownPatterns book);
    }

    private static <T> T book(Standing standing, Work<T> work) {
        return book(standing, Principal.PATTERN_ADMIN, work);
    }

    private static <T> T book(Standing standing, Principal principal, Work<T> work) {
        var cluster = standing.cluster();
        return work.with(
                new KnownPatterns(Map.copyOf(cluster.clientOf(principal)), cluster.serdes(), Clock.systemUTC()));
    }

    /// Sends one event and returns its id.
    private static String send(Standing standing, CameraAccount account, CameraShot cameraShot)
            throws InterruptedException {
        var ids = new ArrayList<String>();
        standing.send(List.of(new TrafficGenerator.Source(account, at -> cameraShot)), 1, webhookAnswer -> {
            if (webhookAnswer instanceof WebhookAnswer.AcceptedAnswer acceptedAnswer) {
                ids.add(acceptedAnswer.eventId());
            }
        });
        return ids.getFirst();
    }

    private static SanitizedMotion event(List<SanitizedMotion> events, String id) {
        return Objects.requireNonNull(events.stream()
                .filter(event -> event.getEventId().equals(id))
                .findFirst()
                .orElse(null));
    }
}
