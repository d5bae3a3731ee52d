package io.frostglass.standalone.report;

import static io.frostglass.standalone.report.Entries.START;
import static io.frostglass.standalone.report.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleLinesTest {

    private final ConsoleLines lines = new ConsoleLines(new TerminalStyle(false, true), ZoneOffset.UTC);

    @Test
    void showsAnEventWhenItHasItsTokenAndIsDelivered() {
        // Given
        List<String> before = take(
                entry("evt-1", Action.accepted, 0),
                entry("evt-1", Action.anonymized, 34),
                entry("evt-1", Action.escalated, 50),
                entry("evt-1", Action.delivered, 67));

        // When
        List<String> shown = lines.take(entry("evt-1", Action.minted, 46));

        // Then
        assertThat(before).isEmpty();
        assertThat(shown)
                .containsExactly(
                        "12:34:56.000  cam-1        → veiled   34 ms  → token   12 ms  → delivered   33 ms  =    67 ms");
        assertThat(shown.getFirst().length()).isLessThanOrEqualTo(100);
    }

    @Test
    void showsThatAReferencePictureTaught() {
        // When
        List<String> shown = take(entry("evt-1", Action.learnt, 34), entry("evt-1", Action.accepted, 0));

        // Then
        assertThat(shown).singleElement().asString().contains("cam-1", "→ background", "34 ms");
        assertThat(lines.pending()).isZero();
    }

    @Test
    void forgetsAnEventWhoseLineHasBeenShownWhateverAnAgentDoesLater() {
        // Given
        take(
                entry("evt-1", Action.accepted, 0),
                entry("evt-1", Action.anonymized, 34),
                entry("evt-1", Action.minted, 46),
                entry("evt-1", Action.escalated, 50),
                entry("evt-1", Action.delivered, 67));

        // When
        List<String> later = take(
                entry("evt-1", Action.shown, 70),
                entry("evt-1", Action.used, 90),
                entry("evt-1", Action.escalated, 100),
                entry("evt-1", Action.delivered, 120));

        // Then
        assertThat(later).isEmpty();
        assertThat(lines.pending()).isZero();
    }

    @Test
    void showsAnEventWhoseEntriesComeInAnyOrder() {
        // When
        List<String> shown = take(
                entry("evt-1", Action.delivered, 67),
                entry("evt-1", Action.minted, 46),
                entry("evt-1", Action.anonymized, 34),
                entry("evt-1", Action.accepted, 0));

        // Then
        assertThat(shown).singleElement().asString().contains("veiled   34 ms", "delivered   33 ms", "67 ms");
    }

    @Test
    void saysWhyThereIsNoPictureOrNoAlert() {
        // When
        List<String> shown = take(
                entry("evt-1", Action.accepted, 0),
                entry("evt-1", Action.anonymized, 3, "undecodable"),
                entry("evt-1", Action.withheld, 5),
                entry("evt-1", Action.not_escalated, 6));

        // Then
        assertThat(shown)
                .singleElement()
                .asString()
                .contains("no image", "no token", "no alert", "(undecodable)")
                .doesNotContain("veiled", "delivered");
    }

    @Test
    void waitsForTheAlertOfTheRulesWhateverAnAgentDecides() {
        // Given
        take(
                entry("evt-1", Action.accepted, 0),
                entry("evt-1", Action.anonymized, 34),
                entry("evt-1", Action.minted, 46),
                entry("evt-1", Action.escalated, 50));

        // When
        List<String> dismissed = take(entry("evt-1", Action.not_escalated, 60));
        List<String> shown = take(entry("evt-1", Action.delivered, 67));

        // Then
        assertThat(dismissed).isEmpty();
        assertThat(shown).singleElement().asString().contains("delivered");
    }

    @Test
    void showsNoSecondLineForWhatAnAgentDecidesLater() {
        // Given
        take(
                entry("evt-1", Action.accepted, 0),
                entry("evt-1", Action.anonymized, 34),
                entry("evt-1", Action.minted, 46),
                entry("evt-1", Action.delivered, 67));

        // When
        take(entry("evt-1", Action.used, 900), entry("evt-1", Action.not_escalated, 905));

        // Then
        assertThat(lines.giveUp(Instant.MAX)).isEmpty();
    }

    @Test
    void keepsToAHundredColumnsWithTheLongestReason() {
        // When
        List<String> shown = take(
                entry("evt-1", Action.accepted, 0),
                entry("evt-1", Action.anonymized, 12, "too_many_pixels"),
                entry("evt-1", Action.minted, 20),
                entry("evt-1", Action.delivered, 99_999));

        // Then
        assertThat(shown).singleElement().asString().endsWith("(too_many_pixels)");
        assertThat(shown.getFirst().length()).isLessThanOrEqualTo(100);
    }

    @Test
    void showsARefusedWebhookAtOnce() {
        // When
        List<String> shown = take(entry(null, Action.refused, 0, "signature"));

        // Then
        assertThat(shown).containsExactly("12:34:56.000  cam-1        refused (signature)");
    }

    @Test
    void showsAWebhookThatWasSentAgainWithoutTouchingItsEvent() {
        // Given
        take(entry("evt-1", Action.accepted, 0));

        // When
        List<String> shown = take(entry("evt-1", Action.repeated, 5));

        // Then
        assertThat(shown).singleElement().asString().contains("sent again");
    }

    @Test
    void givesUpOnEventsThatDoNotEnd() {
        // Given
        take(entry("evt-1", Action.accepted, 0), entry("evt-2", Action.accepted, 500));

        // When
        List<String> shown = lines.giveUp(START.plusMillis(100));

        // Then
        assertThat(shown).singleElement().asString().contains("not delivered");
        assertThat(lines.giveUp(START.plusMillis(100))).isEmpty();
        assertThat(lines.pending()).isEqualTo(1);
    }

    @Test
    void remembersABoundedNumberOfEvents() {
        // When
        int shown = 0;
        for (int i = 0; i < 1500; i++) {
            shown += take(entry("evt-" + i, Action.accepted, i)).size();
        }

        // Then
        assertThat(shown).isEqualTo(500);
    }

    @Test
    void showsAnAgentsDecisionOnALineOfItsOwn() {
        // When
        List<String> used = lines.take(entry("evt-1", Action.used, 80));
        String line = lines.decided(Entries.START, "cam-1", true, "warning: A person is there");

        // Then
        assertThat(used).isEmpty();
        assertThat(lines.pending()).isZero();
        assertThat(line).isEqualTo("12:34:56.000  cam-1        → agent raised  warning: A person is there");
    }

    @Test
    void coloursOnlyWhereTheStyleSaysSo() {
        // Given
        var coloured = new ConsoleLines(new TerminalStyle(true, false), ZoneOffset.UTC);

        // When
        String line = coloured.take(entry(null, Action.refused, 0)).getFirst();

        // Then
        assertThat(line).contains("\u001b[31mrefused\u001b[0m").doesNotContain("→");
    }

    private List<String> take(AuditEntry... entries) {
        List<String> shown = new ArrayList<>();
        for (AuditEntry entry : entries) {
            shown.addAll(lines.take(entry));
        }
        return shown;
    }
}
