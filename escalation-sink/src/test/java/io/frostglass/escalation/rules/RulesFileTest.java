package io.frostglass.escalation.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.frostglass.alerts.Severity;
import io.frostglass.escalation.Events;
import io.frostglass.escalation.rules.RuleSet.AgentRule;
import io.frostglass.escalation.rules.RuleSet.Rule;
import io.frostglass.escalation.rules.RuleSet.SecurityRule;
import io.frostglass.settings.DocumentProblem;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.PartialDocument;
import io.frostglass.settings.SecretReferences;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesFileTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final SecretReferences REFERENCES = SecretReferences.of(Map.<String, String>of()::get);

    @Test
    void tellsNobodyOfSecurityFindingsUnlessItSaysSo() throws Exception {
        // Given
        String receivers = """
                receivers: [pager]
                """;

        // When
        RuleSet without = parse(receivers);
        RuleSet with = parse(receivers + "security: {severity: critical, receivers: [pager]}\n");

        // Then
        assertThat(without.security()).isEmpty();
        assertThat(with.security()).contains(new SecurityRule(Severity.critical, List.of("pager")));
    }

    @Test
    void tellsWhatIsWrongWithTheSectionForSecurityFindings() {
        // When
        List<DocumentProblem> problems = problems("""
                receivers: [pager]
                security: {severity: loud, receivers: [nobody], when: {}}
                """);

        // Then
        assertThat(problems)
                .extracting(DocumentProblem::path)
                .contains("security.severity", "security.receivers[0]", "security.when");
    }

    @Test
    void tellsNobodyWhatAgentsRaiseUnlessItSaysSo() throws Exception {
        // Given
        String receivers = """
                receivers: [pager]
                """;

        // When
        RuleSet without = parse(receivers);
        RuleSet all = parse(receivers + "agents: {receivers: [pager]}\n");
        RuleSet some = parse(receivers + "agents: {receivers: [pager], min_severity: error, sites: [site-1]}\n");

        // Then
        assertThat(without.agents()).isEmpty();
        assertThat(all.agents()).contains(new AgentRule(List.of("pager"), Severity.info, Set.of(), DEADLINE));
        assertThat(some.agents()).contains(new AgentRule(List.of("pager"), Severity.error, Set.of("site-1"), DEADLINE));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', '', PT0S",
        "'agents: {receivers: [pager]}', '', '', PT20S",
        "'agents: {receivers: [pager], deadline: 5m}', '', '', PT5M",
        "'agents: {receivers: [pager], deadline: 0s}', '', '', PT0S",
        "'agents: {receivers: [pager], sites: [site-7]}', 'deadline: 5s', '', PT0S",
        "'', 'deadline: 5s', '', PT0S",
        "'agents: {receivers: [pager]}', 'deadline: 0s', '', PT0S",
        "'agents: {receivers: [pager]}', 'deadline: 1m', '', PT1M",
        "'agents: {receivers: [pager]}', 'deadline: 1m, continue: true', 'deadline: 30s', PT30S",
        "'agents: {receivers: [pager]}', 'deadline: 1m, continue: true', '', PT20S",
        "'agents: {receivers: [pager]}', 'deadline: 1m', 'deadline: 0s', PT1M",
    })
    void waitsAsLongAsTheMostImpatientRuleThatMatches(String agents, String first, String second, Duration expected)
            throws Exception {
        // Given
        RuleSet ruleSet = parse("""
                receivers: [pager]
                rules:
                  - {name: first, severity: info, receivers: [pager], %s}
                  - {name: second, severity: info, receivers: [pager], %s}
                %s
                """.formatted(first, second, agents));

        // When
        var match = ruleSet.decide(Events.plain().build());

        // Then
        assertThat(match).map(RuleSet.RuleMatch::deadline).contains(expected);
    }

    @Test
    void takesNoDeadlineByWhichNoTokenIsLeft() {
        // When
        List<DocumentProblem> problems = problems("""
                receivers: [pager]
                rules:
                  - {name: all, severity: info, receivers: [pager], deadline: soon}
                agents: {receivers: [pager], deadline: 6m}
                """);

        // Then
        assertThat(problems).extracting(DocumentProblem::path).containsExactly("rules[0].deadline", "agents.deadline");
    }

    @Test
    void tellsWhatIsWrongWithTheSectionForAgents() {
        // When
        List<DocumentProblem> problems = problems("""
                receivers: [pager]
                agents: {receivers: [nobody], min_severity: loud, sites: site-1, severity: info}
                """);

        // Then
        assertThat(problems)
                .extracting(DocumentProblem::path)
                .containsExactlyInAnyOrder(
                        "agents.receivers[0]", "agents.min_severity", "agents.sites", "agents.severity");
    }

    @Test
    void insistsOnReceiversOfWhatAgentsRaise() {
        // When
        List<DocumentProblem> problems = problems("agents: {min_severity: error}");

        // Then
        assertThat(problems)
                .filteredOn(documentProblem -> documentProblem.path().equals("agents"))
                .singleElement()
                .asString()
                .contains("receivers");
    }

    @Test
    void leavesTheNamesThatAreNoRulesToAgentsAndFindings() {
        // When
        List<DocumentProblem> problems = problems("""
                receivers: [pager]
                rules:
                  - {name: agent/night-shift, severity: info, receivers: [pager]}
                  - {name: security/used_from_two_places, severity: info, receivers: [pager]}
                """);

        // Then
        assertThat(problems).extracting(DocumentProblem::path).containsExactly("rules[0].name", "rules[1].name");
    }

    @Test
    void tellsAllThatIsWrongByLine() {
        // When
        List<DocumentProblem> problems = problems("""
                receivers: [pager, Chat Room]
                rules:
                  - name: all
                    severity: urgent
                    receivers: [nobody]
                  - name: all
                    when:
                      min_confidence: 80
                      between: 22-6
                      days: [someday]
                      sites: site-1
                    severity: info
                    receivers: []
                """);

        // Then
        assertThat(problems).extracting(DocumentProblem::line).containsExactly(1, 3, 4, 5, 6, 8, 9, 10, 11, 13);
    }

    /// As it was when escalation-sink delivered: its alerts go on, and the log says where the addresses belong.
    @Test
    void usesTheNamesOfAFileThatStillHasAddressesAndSaysWhereTheyBelong() throws Exception {
        // When
        var partialDocument = read("""
                receivers:
                  pager: {url: "https://pager.example/token", secrets: ["${env:GONE}"]}
                  chat: {url: "https://chat.example/", secrets: ["whsec_swordfish"]}
                rules:
                  - {name: all, severity: info, receivers: [pager, chat]}
                """, Optional.empty());

        // Then
        assertThat(told(partialDocument.value())).containsExactly("pager", "chat");
        assertThat(partialDocument.refusedElements()).isEqualTo(1);
        assertThat(partialDocument.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("receivers");
            assertThat(problem.toString())
                    .contains("list of names", "receivers file of alert-delivery")
                    .doesNotContain("token", "swordfish");
        });
    }

    private static final String TWO_RECEIVERS = """
            receivers: [pager, chat]
            """;

    @Test
    void keepsARuleAsItWasWhileItIsWrong() throws Exception {
        // Given
        RuleSet before = read(TWO_RECEIVERS + """
                rules:
                  - {name: quiet, when: {sites: [site-9]}, severity: info, receivers: [chat]}
                  - {name: all, severity: error, receivers: [chat]}
                """, Optional.empty()).value();

        // When
        var after = read(TWO_RECEIVERS + """
                rules:
                  - {name: quiet, when: {sites: [site-9], between: late}, severity: info, receivers: [pager]}
                  - {name: all, severity: critical, receivers: [pager]}
                """, Optional.of(before));

        // Then
        assertThat(after.refusedElements()).isEqualTo(1);
        assertThat(after.value().rules().getFirst()).isEqualTo(before.rules().getFirst());
        assertThat(told(after.value())).containsExactly("pager");
    }

    @Test
    void alertsTooOftenRatherThanTooRarelyByARuleThatWasNeverRight() throws Exception {
        // When
        var partialDocument = read(TWO_RECEIVERS + """
                rules:
                  - {name: night, when: {sites: [site-1], between: late, min_confidence: 80}, severity: loud,
                     receivers: [chat, pgaer], deadline: soon}
                  - {name: twin, when: {sites: [site-9]}, severity: info, receivers: [pager]}
                  - {name: twin, when: {sites: [site-9]}, severity: info, receivers: [chat]}
                  - {name: nobody, severity: info, receivers: [pgaer]}
                  - {name: all, severity: info, receivers: [pager]}
                agents: {receivers: [pager], deadline: 1m}
                """, Optional.empty());

        // Then
        assertThat(partialDocument.refusedElements()).isEqualTo(4);
        assertThat(partialDocument.value().rules())
                .extracting(Rule::name)
                .containsExactly("night", "line-5", "line-6", "all");
        RuleSet.RuleMatch ruleMatch =
                partialDocument.value().decide(Events.plain().build()).orElseThrow();
        assertThat(ruleMatch)
                .isEqualTo(new RuleSet.RuleMatch("night", Severity.critical, List.of("chat", "pager"), Duration.ZERO));
    }

    @Test
    void tellsOfFindingsAndOfAgentsByASectionThatIsWrong() throws Exception {
        // Given
        RuleSet before = read(TWO_RECEIVERS + """
                security: {severity: error, receivers: [chat]}
                agents: {receivers: [chat], min_severity: error, sites: [site-1]}
                """, Optional.empty()).value();
        String wrong = TWO_RECEIVERS + """
                security: {severity: loud, receivers: [pager]}
                agents: {receivers: [pager], min_severity: loud, deadline: 1m}
                """;

        // When
        RuleSet first = read(wrong, Optional.empty()).value();
        RuleSet later = read(wrong, Optional.of(before)).value();

        // Then
        assertThat(first.security()).contains(new SecurityRule(Severity.critical, List.of("pager")));
        assertThat(first.agents()).contains(new AgentRule(List.of("pager"), Severity.info, Set.of(), Duration.ZERO));
        assertThat(later.security()).isEqualTo(before.security());
        assertThat(later.agents()).isEqualTo(before.agents());
    }

    @Test
    void refusesAFileThatIsNoRulesFileOrHasNoRuleToUse() {
        for (String text : List.of(
                "",
                "rules: []",
                "receivers: pager",
                TWO_RECEIVERS + "rules: {}",
                TWO_RECEIVERS + "rulez: []",
                TWO_RECEIVERS + "rules: [{name: all, severity: info, receivers: [pgaer]}]")) {
            assertThat(catchThrowableOfType(InvalidDocument.class, () -> read(text, Optional.empty())))
                    .as(text)
                    .isNotNull();
        }
    }

    private static List<String> told(RuleSet ruleSet) {
        return ruleSet.decide(Events.plain().build()).orElseThrow().receivers();
    }

    private static PartialDocument<RuleSet> read(String text, Optional<RuleSet> before) throws InvalidDocument {
        return RulesFile.read(text, REFERENCES, before);
    }

    private static RuleSet parse(String text) throws InvalidDocument {
        return TestRules.parse(text, REFERENCES);
    }

    private static List<DocumentProblem> problems(String text) {
        return catchThrowableOfType(InvalidDocument.class, () -> parse(text)).problems();
    }
}
