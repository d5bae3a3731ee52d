package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.Action;
import io.frostglass.gateway.TestClient.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an agent reads over HTTP, and what the audit log has of it.
@Tag("broker")
class EventReadingTest extends GatewayTest {

    @Test
    void showsAnEventAsTheContractHasIt() {
        // Given
        var event = fixture.shown("site-1", "cam-12");

        // When
        Answer answer = fixture.agent().get("/v1/events/" + event.getEventId());

        // Then
        assertThat(answer.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("cache-control", "no-store");
        assertThat(answer.body())
                .isEqualTo(
                        ("{'event_id':'%s','camera_id':'cam-12','site_id':'site-1','timestamp':'2026-01-18T12:34:56Z',"
                                        + "'motion_confidence':0.92,'bboxes':[{'x':0.15,'y':0.3,'w':0.2,'h':0.25}],"
                                        + "'labels':[{'label':'person','confidence':0.9}],"
                                        + "'thumbnail_base64':'data:image/jpeg;base64,/9g=',"
                                        + "'veil':'silhouettes','figures':1,'moved':0.07,'phash':'%s',"
                                        + "'known_pattern':{'name':'night-cleaners','verdict':'safe'},'ephemeral_token':'%s',"
                                        + "'expires_at':'%s','origin':'camera','data_class':'sanitized','purpose':'motion-triage','sharing':'none'}")
                                .replace('\'', '"')
                                .formatted(
                                        event.getEventId(),
                                        "a3".repeat(32),
                                        event.getEphemeralToken(),
                                        event.getExpiresAt()));
    }

    @Test
    void tellsTheAuditLogOfEachEventThatItShows() {
        // Given
        var event = fixture.shown("site-1", "cam-1");
        int before = fixture.cluster().shown(event.getEventId()).size();

        // When
        String one = fixture.agent().get("/v1/events/" + event.getEventId()).body();
        String page = fixture.agent().get("/v1/events?limit=100").body();

        // Then
        assertThat(page).contains(one);
        assertThat(fixture.cluster().shown(event.getEventId()))
                .hasSize(before + 2)
                .last()
                .satisfies(entry -> {
                    assertThat(entry.getDigest())
                            .isEqualTo(TestAgents.digest(one).substring("sha256:".length()));
                    assertThat(entry.getSiteId()).isEqualTo("site-1");
                    assertThat(entry.getOrigin()).matches("[0-9a-f]{16}");
                    assertThat(entry.getCall()).satisfies(call -> {
                        assertThat(call.getAgent()).isEqualTo("all");
                        assertThat(call.getVia()).isEqualTo("http");
                        assertThat(call.getTool()).isEqualTo("list_events");
                        assertThat(call.getLatencyMs()).isNotNegative();
                    });
                });
    }

    @Test
    void tellsTheAuditLogOfCallsThatShowNothing() {
        // Given
        var caller = fixture.agent(TestAgents.SITE_1_KEY);
        var others = fixture.shown("site-2", "cam-1");
        String cursor = caller.get("/v1/events?limit=100").json().path("cursor").textValue();

        // When
        caller.get("/v1/events?cursor=" + cursor);
        caller.get("/v1/events/" + others.getEventId());
        caller.get("/v1/templates");

        // Then
        assertThat(fixture.cluster().audit())
                .filteredOn(entry -> entry.getAction() == Action.asked
                        && entry.getCall().getAgent().equals("one"))
                .extracting(entry -> entry.getCall().getTool() + " " + entry.getReason())
                .contains("list_events nothing_new", "get_event no_such_event", "list_templates templates");
        assertThat(fixture.cluster().shown(others.getEventId()))
                .noneMatch(entry -> entry.getCall().getAgent().equals("one"));
    }

    @Test
    void tellsTheAuditLogOfWhatItCannotRead() {
        // Given
        var event = fixture.shown("site-1", "cam-1");
        var one = fixture.agent(TestAgents.SITE_1_KEY);

        // When
        one.get("/v1/events?limit=0");
        one.get("/v1/events?wait=soon");
        one.get("/v1/events?cursor=a&cursor=b");
        one.get("/v1/events/stream?cursor=a&cursor=b");
        one.alert(event, "no-uuid", TestClient.ALERT);

        // Then
        assertThat(fixture.cluster().audit().stream()
                        .filter(entry -> entry.getAction() == Action.refused
                                && entry.getCall() != null
                                && entry.getCall().getAgent().equals("one")
                                && entry.getReason().equals("arguments"))
                        .map(entry -> entry.getCall().getTool()))
                .containsExactlyInAnyOrder("list_events", "list_events", "list_events", "stream_events", "raise_alert");
    }

    @Test
    void letsAnAgentSeeAndDecideItsSitesAlone() {
        // Given
        var mine = fixture.shown("site-1", "cam-1");
        var others = fixture.shown("site-2", "cam-2");
        var limited = fixture.agent(TestAgents.SITE_1_KEY);

        // Then
        assertThat(limited.get("/v1/events?limit=100").body())
                .contains(mine.getEventId())
                .doesNotContain(others.getEventId());
        assertThat(limited.get("/v1/events/" + others.getEventId()).status()).isEqualTo(404);
        assertThat(limited.alert(others).status()).isEqualTo(401);
        assertThat(fixture.audited(others))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getReason()).isEqualTo("site_not_allowed"));
        assertThat(fixture.agent().alert(others).status()).isEqualTo(201);
    }

    @Test
    void wakesWhoWaitsForAnEvent() throws Exception {
        // Given
        String cursor = cursorAtTheEnd();
        var waiting = CompletableFuture.supplyAsync(() -> fixture.agent().get("/v1/events?wait=30&cursor=" + cursor));

        // When
        var event = fixture.mint().event("site-1", "cam-1");

        // Then
        Answer answer = waiting.get();
        assertThat(answer.json().path("events")).hasSize(1);
        assertThat(answer.body()).contains(event.getEventId());
        // And nothing comes twice.
        String next = answer.json().path("cursor").textValue();
        assertThat(fixture.agent().get("/v1/events?cursor=" + next).json().path("events"))
                .isEmpty();
    }

    @Test
    void showsEachEventOncePageByPage() {
        // Given
        String cursor = cursorAtTheEnd();
        var events = Stream.generate(() -> fixture.shown("site-" + System.nanoTime() % 7, "cam-1"))
                .limit(7)
                .map(AuthorizedMotion::getEventId)
                .toList();

        // When
        var seen = new ArrayList<String>();
        for (Answer page = fixture.agent().get("/v1/events?limit=2&cursor=" + cursor);
                !page.json().path("events").isEmpty();
                page = fixture.agent()
                        .get("/v1/events?limit=2&cursor="
                                + page.json().path("cursor").textValue())) {
            page.json()
                    .path("events")
                    .forEach(event -> seen.add(event.path("event_id").textValue()));
        }

        // Then
        assertThat(seen).containsExactlyInAnyOrderElementsOf(events);
    }

    private static String cursorAtTheEnd() {
        var page = fixture.agent().get("/v1/events").json();
        while (!page.path("events").isEmpty()) {
            page = fixture.agent()
                    .get("/v1/events?limit=100&cursor=" + page.path("cursor").textValue())
                    .json();
        }
        return page.path("cursor").textValue();
    }

    @ParameterizedTest
    @CsvSource({
        "cursor=nonsense,cursor",
        "cursor=MTsw,cursor",
        "wait=31,wait",
        "wait=-1,wait",
        "wait=1&wait=2,wait",
        "limit=0,limit",
        "limit=101,limit"
    })
    void namesTheParameterThatIsWrong(String query, String parameter) {
        Answer answer = fixture.agent().get("/v1/events?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").textValue()).isEqualTo(parameter);
    }

    @Test
    void saysWhenEventsAfterACursorAreNoLongerHeld() {
        // Given an event whose token has expired, and a cursor from before it
        String cursor = cursorAtTheEnd();
        String id = "evt-" + "e".repeat(32);
        var past = Instant.now().minusSeconds(1);
        fixture.mint().publish(TestMint.event(id, "site-1", "cam-1", "expired", past));

        // Then
        eventually(
                "the cursor is too old",
                () -> fixture.agent().get("/v1/events?cursor=" + cursor).status(),
                it -> it == 410);
        assertThat(fixture.agent().get("/v1/events").status()).isEqualTo(200);
        assertThat(fixture.agent().get("/v1/events/" + id).status()).isEqualTo(404);
    }
}
