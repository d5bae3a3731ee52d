package io.frostglass.gateway.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.frostglass.agent.AgentSeverity;
import io.frostglass.gateway.guard.About;
import io.frostglass.gateway.guard.Corpus;
import io.frostglass.gateway.guard.Guard;
import io.frostglass.gateway.templates.Rendering.Rendered;
import io.frostglass.gateway.templates.Rendering.Wrong;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.Problem;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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

    private static Subject at(String siteId, AgentSeverity severity) {
        return new Subject(siteId, "cam-12", Instant.parse("2026-01-18T12:34:56Z"), Optional.of(severity));
    }

    private static Rendering render(String reference, String label, Subject subject) throws InvalidDocument {
        return Templates.parse(FILE).render(new TemplateUse(reference, Map.of("label", label)), subject);
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
                .isInstanceOf(Wrong.class);
    }

    @Test
    void refusesWhatATemplateDoesNotAllow() throws Exception {
        assertThat(render("seen", "a friend of mine", at("site-1", AgentSeverity.info)))
                .isEqualTo(new Wrong("variables", "must have label, with one of the values of the list"));
        assertThat(render("seen", "car", at("site-1", AgentSeverity.error)))
                .isEqualTo(new Wrong("severity", "must be warning at most with this template"));
        assertThat(render("other", "car", at("site-1", AgentSeverity.info))).isInstanceOf(Wrong.class);
        assertThat(render("seen@latest", "car", at("site-1", AgentSeverity.info)))
                .isInstanceOf(Wrong.class);
        var more = new TemplateUse("seen", Map.of("label", "car", "camera", "cam-99"));
        assertThat(Templates.parse(FILE).render(more, at("site-1", AgentSeverity.info)))
                .isEqualTo(new Wrong("variables", "has one that this template does not have"));
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
                .extracting(Problem::toString)
                .anyMatch(it -> it.contains("templates[0].version: must be a version such as 1.0.0"))
                .anyMatch(it -> it.contains("templates[0].variables.size[0]: must be 1 to 40 letters"))
                .anyMatch(it -> it.contains("templates[2].version: is there twice"))
                .anyMatch(it -> it.contains("sites.site-1.twice: is not the version of a template of this file"));
    }

    @Test
    void comesWithTemplatesThatPassTheGuardHoweverTheyAreFilled() {
        var templates = Templates.standard();
        var guard = Guard.ofAllChecks(Corpus.NOWHERE);
        var about = new About("evt-1", "site-1", "cam-12");
        for (Template template : templates.all()) {
            int most = template.variables().values().stream()
                    .mapToInt(it -> it.size())
                    .max()
                    .orElse(1);
            for (int i = 0; i < most; i++) {
                var filled = new HashMap<String, String>();
                int turn = i;
                template.variables().forEach((name, values) -> filled.put(name, values.get(turn % values.size())));
                var rendering =
                        templates.render(new TemplateUse(template.name(), filled), at("site-1", AgentSeverity.info));

                assertThat(rendering).isInstanceOf(Rendered.class);
                String text = ((Rendered) rendering).text();
                assertThat(guard.check(text, about).text()).isEqualTo(text);
                assertThat(guard.check(text, about).blocked()).as(text).isEmpty();
            }
        }
    }
}
