package io.frostglass.standalone.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriageRulesTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "{'labels':[{'label':'person','confidence':0.9}]} | warning",
                "{'labels':[{'label':'cat'},{'label':'person'}]} | warning",
                "{'labels':[{'label':'person','confidence':0.4}]} | ''",
                "{'labels':[{'label':'vehicle','confidence':0.9}]} | ''",
                "{} | ''",
                "{'labels':[{'label':'person'}],'known_pattern':{'name':'cleaners','verdict':'safe'}} | ''",
                "{'known_pattern':{'name':'open-gate','verdict':'unsafe'}} | error"
            })
    void raisesForPersonsAndForWhatIsKnownAsUnsafe(String event, String severity) throws Exception {
        var verdict = TriageRules.decide(new JsonMapper().readTree(event.replace('\'', '"')));

        assertThat(verdict.severity()).isEqualTo(severity.replace("'", ""));
        assertThat(verdict.template()).isIn("seen", "known-unsafe", "nothing-of-note");
    }
}
