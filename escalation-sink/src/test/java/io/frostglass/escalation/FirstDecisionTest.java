package io.frostglass.escalation;

import static io.frostglass.escalation.AgentDecisions.dismissed;
import static io.frostglass.escalation.AgentDecisions.raised;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentEffect;
import io.frostglass.alerts.Escalation;
import io.frostglass.escalation.AlertOutcome.NotRaised;
import io.frostglass.escalation.AlertOutcome.NotRaised.Reason;
import io.frostglass.escalation.FirstDecisions.FirstDecision;
import io.frostglass.escalation.FirstDecisions.FirstDecision.DismissedByAgent;
import io.frostglass.escalation.FirstDecisions.FirstDecision.Left;
import io.frostglass.escalation.FirstDecisions.FirstDecision.RaisedByAgent;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("broker")
class FirstDecisionTest {

    private static final Instant AT = Instant.parse("2026-01-18T12:35:00Z");

    @Test
    void remembersWhatWasDecidedAndNothingThatWasSaid() {
        // Given
        AgentDecision raised = raised("evt-1").build();
        AgentDecision dismissed = dismissed("evt-1").build();
        Escalation alert = Escalation.newBuilder(Installation.alertFor("pager"))
                .setReceivers(List.of("pager", "chat"))
                .build();
        var nobody = NotRaised.of(raised, Reason.BELOW_MIN_SEVERITY, AT);

        // When
        FirstDecision told = FirstDecision.of(raised, new AlertOutcome.Raised(alert), AT);
        FirstDecision toldNobody = FirstDecision.of(raised, nobody, AT);
        FirstDecision silenced = FirstDecision.of(dismissed, nobody, AT);

        // Then
        assertThat(told).isEqualTo(new RaisedByAgent(Set.of("pager", "chat")));
        assertThat(toldNobody.text()).isEqualTo("raised ");
        assertThat(silenced.text()).isEqualTo("dismissed night-shift");
        assertThat(FirstDecision.parse(told.text(), AT)).isEqualTo(told);
        assertThat(FirstDecision.parse(toldNobody.text(), AT)).isEqualTo(toldNobody);
        assertThat(FirstDecision.parse(silenced.text(), AT)).isEqualTo(new DismissedByAgent("night-shift", AT));
    }

    @Test
    void leavesToTheRulesWhatIsNotToBeActedOn() {
        // Given
        AgentDecision decision =
                dismissed("evt-1").setEffect(AgentEffect.shadowed).build();
        var verdict = NotRaised.of(decision, Reason.SHADOWED, AT);

        // When
        FirstDecision first = FirstDecision.of(decision, verdict, AT);

        // Then
        assertThat(first).isEqualTo(new Left());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "left", "unheard of"})
    void leavesToTheRulesWhatItDoesNotKnow(String text) {
        // When, Then
        assertThat(FirstDecision.parse(text, AT)).isEqualTo(new Left());
    }
}
