package io.frostglass.gateway.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.frostglass.agent.AgentSeverity;
import io.frostglass.gateway.templates.Template.TemplateVariable;
import io.frostglass.gateway.templates.Templates.RenderResult;
import io.frostglass.gateway.templates.Templates.RenderResult.InvalidUse;
import io.frostglass.gateway.templates.Templates.RenderResult.Rendered;
import io.frostglass.gateway.templates.Templates.TemplateSubject;
import io.frostglass.guard.Corpus;
import io.frostglass.guard.Guard;
import io.frostglass.settings.DocumentProblem;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.tools.decisions.TemplateUse;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatesTest {

    private static final String FILE = """
            templates:
              - name: seen
                version: 1.0.0
                text: "{label} at {camera}"
                variables: {label: [person, car]}
              - name: seen
                version: 1.10.0
                severity: warning
                text: "{label} at {camera} of {site}, {time}"
                variables: {label: [person, car]}
              - name: seen
                version: 1.9.0
                text: "{label}"
                variables: {label: [person, car]}
            sites:
              old-site: {seen: 1.0.0}
            """;

    private static TemplateSubject at(String siteId, AgentSeverity severity) {
        return new TemplateSubject(
                siteId,
                "cam-12",
                Instant.parse("2026-01-18T12:34:56Z"),
                Optional.of(severity),
                Set.of("cam-12", "cam-13")::contains);
    }

    private static RenderResult render(String reference, String label, TemplateSubject templateSubject)
            throws InvalidDocument {
        return Templates.parse(FILE).render(new TemplateUse(reference, Map.of("label", label)), templateSubject);
    }

    @Test
    void takesTheNewestVersionUnlessTheSiteHasPinnedOne() throws Exception {
        assertThat(render("seen", "car", at("site-1", AgentSeverity.info)))
                .isEqualTo(new Rendered("car at cam-12 of site-1, 12:34 UTC", "seen@1.10.0"));
        assertThat(render("seen@1.9.0", "car", at("site-1", AgentSeverity.info)))
                .isEqualTo(new Rendered("car", "seen@1.9.0"));
        assertThat(render("seen", "car", at("old-site", AgentSeverity.info)))
                .isEqualTo(new Rendered("car at cam-12", "seen@1.0.0"));
        assertThat(render("seen@1.9.0", "car", at("old-site", AgentSeverity.info)))
                .isInstanceOf(InvalidUse.class);
    }

    @Test
    void refusesWhatATemplateDoesNotAllow() throws Exception {
        assertThat(render("seen", "a friend of mine", at("site-1", AgentSeverity.info)))
                .isEqualTo(new InvalidUse("variables", "must have label, one of the values of the list"));
        assertThat(render("seen", "car", at("site-1", AgentSeverity.error)))
                .isEqualTo(new InvalidUse("severity", "must be warning at most with this template"));
        assertThat(render("other", "car", at("site-1", AgentSeverity.info))).isInstanceOf(InvalidUse.class);
        assertThat(render("seen@latest", "car", at("site-1", AgentSeverity.info)))
                .isInstanceOf(InvalidUse.class);
        var more = new TemplateUse("seen", Map.of("label", "car", "camera", "cam-99"));
        assertThat(Templates.parse(FILE).render(more, at("site-1", AgentSeverity.info)))
                .isEqualTo(new InvalidUse("variables", "has one that this template does not have"));
    }

    @Test
    void tellsEverythingThatIsWrongWithAFile() {
        var wrong = catchThrowableOfType(InvalidDocument.class, () -> Templates.parse("""
                templates:
                  - name: seen
                    version: "1.0"
                    text: "{label} and {other"
                    variables: {camera: [x], size: ["{big}"]}
                  - name: twice
                    version: 1.0.0
                    text: all quiet
                  - name: twice
                    version: 1.0.0
                    text: all quiet
                sites:
                  site-1: {twice: 2.0.0}
                """));

        assertThat(wrong.problems())
                .extracting(DocumentProblem::toString)
                .anyMatch(it -> it.contains("templates[0].version: must be a version such as 1.0.0"))
                .anyMatch(it -> it.contains("templates[0].variables.size[0]: must be 1 to 40 letters"))
                .anyMatch(it -> it.contains("templates[2].version: is there twice"))
                .anyMatch(it -> it.contains("sites.site-1.twice: is not the version of a template of this file"));
    }

    private static final String TYPED = """
            templates:
              - name: typed
                version: 1.0.0
                text: "{count} by {other} since {since}, {time}"
                variables:
                  count: {from: 2, to: 30}
                  other: {type: camera}
                  since: {type: time}
            free_text: [site-1]
            """;

    private static RenderResult typed(String count, String other, String since) throws InvalidDocument {
        var use = new TemplateUse("typed", Map.of("count", count, "other", other, "since", since));
        return Templates.parse(TYPED).render(use, at("site-1", AgentSeverity.info));
    }

    @Test
    void fillsNumbersCamerasOfTheSiteAndTimes() throws Exception {
        assertThat(typed("30", "cam-13", "04:05"))
                .isEqualTo(new Rendered("30 by cam-13 since 04:05, 12:34 UTC", "typed@1.0.0"));
    }

    @ParameterizedTest
    @CsvSource({
        "31,      cam-13,          04:05, 'count, a whole number, 2 to 30'",
        "1,       cam-13,          04:05, 'count, a whole number, 2 to 30'",
        "-3,      cam-13,          04:05, 'count, a whole number, 2 to 30'",
        "02,      cam-13,          04:05, 'count, a whole number, 2 to 30'",
        "99999999999, cam-13,      04:05, 'count, a whole number, 2 to 30'",
        "two,     cam-13,          04:05, 'count, a whole number, 2 to 30'",
        "2,       cam-99,          04:05, 'other, the id of a camera of the event''s site'",
        "2,       call me,         04:05, 'other, the id of a camera of the event''s site'",
        "2,       cam-13,          24:00, 'since, a time, HH:MM'",
        "2,       cam-13,          soon,  'since, a time, HH:MM'"
    })
    void takesNoValueOfAnotherType(String count, String other, String since, String what) throws Exception {
        assertThat(typed(count, other, since)).isEqualTo(new InvalidUse("variables", "must have " + what));
    }

    @Test
    void allowsFreeTextWhereTheFileSaysSoAndNowhereElse() throws Exception {
        assertThat(Templates.parse(TYPED).allowsFreeText("site-1")).isTrue();
        assertThat(Templates.parse(TYPED).allowsFreeText("site-2")).isFalse();
        assertThat(Templates.standard().allowsFreeText("site-1")).isFalse();
        // And a file can say that alone.
        var alone = Templates.parse("free_text: [site-2]");
        assertThat(alone.allowsFreeText("site-2")).isTrue();
        assertThat(alone.all()).isEqualTo(Templates.standard().all());
    }

    @Test
    void tellsWhatIsWrongWithATypedVariable() {
        var wrong = catchThrowableOfType(InvalidDocument.class, () -> Templates.parse("""
                templates:
                  - name: typed
                    version: 1.0.0
                    text: "{a} {b} {c}"
                    variables:
                      a: {from: 9, to: 2}
                      b: {type: anything}
                      c: []
                """));

        assertThat(wrong.problems())
                .extracting(DocumentProblem::toString)
                .anyMatch(it -> it.contains("variables.a.to: must not be less than from"))
                .anyMatch(it -> it.contains("variables.b.type: must be"))
                .anyMatch(it -> it.contains("variables.c: must have a value"));
    }

    @Test
    void withholdsWordsBySeverity() {
        assertThat(Templates.withheld(at("site-1", AgentSeverity.critical)))
                .isEqualTo(new Rendered(
                        "Critical: motion at cam-12, site site-1, 12:34 UTC: the agent's own words were withheld",
                        "withheld@1.0.0"));
    }

    @Test
    void comesWithTemplatesThatTheGuardWouldPass() {
        var guard = Guard.ofAllChecks(Corpus.NOWHERE);
        for (Template template : Templates.standard().all()) {
            var filled = new HashMap<String, String>();
            template.variables()
                    .forEach((name, templateVariable) -> filled.put(
                            name,
                            switch (templateVariable) {
                                case TemplateVariable.OneOf(var values) -> values.getLast();
                                case TemplateVariable.WholeNumber(int _, int to) -> String.valueOf(to);
                                case TemplateVariable.CameraVariable _ -> "cam-13";
                                case TemplateVariable.Time _ -> "23:59";
                            }));
            var renderResult = Templates.standard()
                    .render(new TemplateUse(template.name(), filled), at("site-1", AgentSeverity.info));

            assertThat(renderResult).isInstanceOf(Rendered.class);
            String text = ((Rendered) renderResult).text();
            assertThat(guard.check(text, Corpus.ABOUT).found()).as(text).isEmpty();
        }
    }
}
