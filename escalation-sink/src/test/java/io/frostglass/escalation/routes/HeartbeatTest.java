package io.frostglass.escalation.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.settings.InvalidDocument;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatTest {

    @ParameterizedTest(name = "at {0}")
    @CsvSource({
        "2026-01-18T07:59:59Z, 2026-01-17T08:00:00Z, 2026-01-18T08:00:00Z",
        "2026-01-18T08:00:00Z, 2026-01-18T08:00:00Z, 2026-01-19T08:00:00Z",
        // Clocks go forward on 29 March and back on 25 October.
        "2026-03-28T12:00:00Z, 2026-03-28T08:00:00Z, 2026-03-29T07:00:00Z",
        "2026-10-24T12:00:00Z, 2026-10-24T07:00:00Z, 2026-10-25T08:00:00Z"
    })
    void isDueOnceADayInLocalTime(Instant now, Instant last, Instant next) throws Exception {
        Heartbeat heartbeat = read("route: {receiver: pager}").heartbeats().getFirst();

        assertThat(heartbeat.lastDue(now)).isEqualTo(last);
        assertThat(heartbeat.nextDue(now)).isEqualTo(next);
    }

    @Test
    void comesEvenIfTheClocksPassOverItsTime() throws Exception {
        Heartbeat heartbeat = RoutesFile.read("""
                        route: {receiver: pager}
                        heartbeats: [{sites: [site-1], at: "02:30", location: Europe/Zurich}]
                        """).heartbeats().getFirst();

        assertThat(heartbeat.nextDue(Instant.parse("2026-03-28T12:00:00Z")))
                .isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
    }

    @Test
    void goesToAllLevelsOfAllRoutesOfItsSite() throws Exception {
        RoutingTable table = read("""
                policies: [{name: guards, levels: [{receivers: [guard]}, {receivers: [office]}]}]
                route:
                  receiver: chat
                  routes:
                    - {matchers: ['site="site-1"'], receiver: pager, continue: true}
                    - {matchers: ['severity="critical"'], policy: guards}
                """);

        assertThat(table.heartbeats().getFirst().receivers(table)).containsExactly("pager", "guard", "office");
    }

    @Test
    void needsReceiversOfItsOwnWhereTheRouteLeavesThemToTheRule() throws Exception {
        assertThatThrownBy(() -> read("route: {}"))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageContaining("must name receivers for site-1");

        RoutingTable table = RoutesFile.read("""
                route: {}
                heartbeats: [{sites: [site-1], at: "09:00", location: UTC, receivers: [pager]}]
                """);
        assertThat(table.heartbeats().getFirst().receivers(table)).containsExactly("pager");
    }

    @Test
    void isOneForEachSite() {
        assertThatThrownBy(() -> RoutesFile.read("""
                        route: {receiver: pager}
                        heartbeats:
                          - {sites: [site-1, site-2], at: "09:00", location: UTC}
                          - {sites: [site-2], at: "9", location: UTC}
                        """))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageContaining("has a heartbeat already")
                .hasMessageContaining("must be a time such as 22:00");
    }

    private static RoutingTable read(String routes) throws InvalidDocument {
        return RoutesFile.read(
                routes.strip() + "\nheartbeats: [{sites: [site-1], at: \"09:00\", location: Europe/Zurich}]\n");
    }
}
