package io.frostglass.escalation.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.frostglass.settings.DocumentProblem;
import io.frostglass.settings.InvalidDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a routes file may say, and what is said about a wrong one.
class RoutesFileTest {

    @Test
    void readsTheExampleOfTheDocumentation() throws Exception {
        // Given
        String page = Files.readString(Path.of("../docs/escalation/routes-file.md"));
        String example = page.substring(page.indexOf("```yaml\n") + "```yaml\n".length());

        // When
        RoutingTable table = RoutesFile.read(example.substring(0, example.indexOf("```")));

        // Then
        assertThat(RoutesFile.receivers(table)).containsExactly("boss", "chat", "guard", "office");
        assertThat(table.intervals()).containsOnlyKeys("night", "holidays");
        assertThat(table.inhibitRules()).hasSize(1);
        assertThat(table.root().timing()).isEqualTo(Route.Timing.DEFAULT);
        assertThat(table.root().groupBy()).isEqualTo(RoutesFile.none().root().groupBy());
        assertThat(table.root().routes()).hasSize(2);
        assertThat(table.root().routes().getFirst().policy().levels()).hasSize(3);
        assertThat(table.root().routes().getLast().goesOn()).isTrue();
    }

    @Test
    void childrenInheritWhatTheyDoNotSay() throws Exception {
        // When
        Route child = RoutesFile.read("""
                        route:
                          receiver: pager
                          resolve_after: 9m
                          group_by: [site]
                          routes: [{matchers: ['site="a"'], group_wait: 3s}]
                        """).root().routes().getFirst();

        // Then
        assertThat(child.timing().resolveAfter()).isEqualTo(Duration.ofMinutes(9));
        assertThat(child.timing().groupWait()).isEqualTo(Duration.ofSeconds(3));
        assertThat(child.groupBy()).containsExactly(AlertAttribute.SITE);
        assertThat(child.policy().levels().getFirst().receivers()).containsExactly("pager");
        assertThat(child.goesOn()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                    | "route" is missing
            route: {receiver: pager, matchers: ['site="a"']}                      | must not be there: the root matches every alert
            route: {continue: true}                                               | must not be there: the root has no siblings
            route: {receiver: a, policy: b}                                       | must have one of receiver, receivers and policy
            route: {policy: nobody}                                               | must be one of
            route: {receivers: []}                                                | must not be empty
            route: {receiver: 'Big Boss'}                                         | must be a name of 1 to 63 small letters
            route: {group_by: [colour]}                                           | must be one of ..., camera, confidence
            route: {group_by: [site, '...']}                                      | must be attributes, or "..." alone
            route: {group_wait: soon}                                             | must be a duration such as
            route: {for_count: 0}                                                 | must be a whole number from 1 to 100
            route: {mute_time_intervals: [night]}                                 | must be the name of one of the time intervals
            route: {repeat: 3h}                                                   | is not a setting that is known here
            route: {routes: [{matchers: ['size>3']}]}                             | must begin with one of camera, confidence
            route: {routes: [{matchers: ['label>3']}]}                            | must use =, !=, =~ or !~: label has no order
            route: {routes: [{matchers: ['severity>=bad']}]}                      | must have one of info, warning, error, critical
            route: {routes: [{matchers: ['confidence>much']}]}                    | must have a number as its value
            route: {routes: [{matchers: ['label="person']}]}                      | must have its value in quotes, or without quotes
            route: {routes: [{matchers: ['camera=~"["']}]}                        | must have a regular expression as its value
            route: {routes: [{matchers: ['person']}]}                             | must be a matcher, such as
            route: {routes: [{matchers: ['site="a"']}, {matchers: ['site="a"']}]} | has the same matchers as an earlier route beside it
            """)
    void namesWhatIsWrongWithARoute(String file, String problem) {
        assertThat(problemsOf(file)).anyMatch(it -> it.contains(problem));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {name: a}                                                                             | "location" is missing
            {name: a, location: Mars/Base}                                                        | must be a time zone such as Europe/London
            {name: a, location: Europe/London, times: [{start_time: "25:00", end_time: "06:00"}]} | must be a time such as 22:00
            {name: a, location: Europe/London, times: [{start_time: "06:00", end_time: "06:00"}]} | must not begin and end at the same time
            {name: a, location: Europe/London, weekdays: [someday]}                               | must be a day or a range of days
            {name: a, location: Europe/London, months: ["may:be"]}                                | must be a month or a range of months
            {name: a, location: Europe/London, days_of_month: ["0"]}                              | must be days such as 1:5 or -3:-1
            {name: a, location: Europe/London, days_of_month: ["-3:2"]}                           | must be days such as 1:5 or -3:-1
            {name: a, location: Europe/London, years: ["2028:2026"]}                              | must be years such as 2026:2028
            {name: a, location: Europe/London, dates: ["Christmas"]}                              | must be a date such as 2026-12-25
            """)
    void namesWhatIsWrongWithAnInterval(String interval, String problem) {
        assertThat(problemsOf("time_intervals: [" + interval + "]\nroute: {mute_time_intervals: [a]}"))
                .hasSize(1)
                .allMatch(it -> it.contains(problem));
    }

    @Test
    void namesEveryProblemWithItsLine() {
        // When
        InvalidDocument wrong = catchThrowableOfType(InvalidDocument.class, () -> RoutesFile.read("""
                time_intervals:
                  - {name: night, location: nowhere}
                policies:
                  - {name: guards, levels: [{receivers: [guard], wait: long}]}
                route:
                  policy: guards
                  for_count: many
                """));

        // Then
        assertThat(wrong.problems()).extracting(DocumentProblem::line).containsExactly(2, 4, 7);
    }

    private static List<String> problemsOf(String file) {
        InvalidDocument wrong = catchThrowableOfType(InvalidDocument.class, () -> RoutesFile.read(file));
        return wrong.problems().stream().map(DocumentProblem::toString).toList();
    }
}
