package io.frostglass.standalone.report;

import static io.frostglass.standalone.report.Entries.START;
import static io.frostglass.standalone.report.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostglass.audit.Action;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.report.DeliveryLedger.Totals;
import org.junit.jupiter.api.Test;

class DeliveryLedgerTest {

    private final DeliveryLedger ledger = new DeliveryLedger(1000);

    @Test
    void countsAnUpdateAsDeliveryAloneAndNeverAsASecondAlert() {
        // Given
        ledger.accepted("evt-1", START);
        ledger.accepted("evt-2", START);

        // When
        ledger.arrived("evt-1", false, false, START.plusMillis(40));
        ledger.arrived("evt-1", true, false, START.plusMillis(90));
        ledger.arrived("evt-2", true, false, START.plusMillis(50));

        // Then
        assertThat(ledger.totals().delivered()).isEqualTo(2);
        assertThat(ledger.totals().lost()).isZero();
        assertThat(ledger.totals().duplicated()).isZero();
    }

    @Test
    void followsAnEventFromCameraToReceiver() {
        // When
        ledger.accepted("evt-1", START);
        ledger.audited(entry("evt-1", Action.accepted, 2));
        ledger.audited(entry("evt-1", Action.anonymized, 10));
        ledger.audited(entry("evt-1", Action.minted, 20));
        ledger.audited(entry("evt-1", Action.escalated, 21));
        ledger.arrived("evt-1", false, false, START.plusMillis(40));

        // Then
        assertThat(ledger.totals()).isEqualTo(new Totals(1, 1, 1, 1, 0, 1, 0, 0));
        assertThat(ledger.delayMs(0.5, 1)).isEqualTo(40);
    }

    @Test
    void waitsForNothingAfterAReferencePicture() {
        // When
        ledger.accepted("evt-1", START);
        ledger.audited(entry("evt-1", Action.learnt, 10));

        // Then
        assertThat(ledger.totals().isComplete()).isTrue();
        assertThat(ledger.totals().delivered()).isZero();
    }

    @Test
    void countsTheDelayFromWhenItWasDueInWhateverOrderItLearnsOfIt() {
        // When
        ledger.arrived("evt-1", false, false, START.plusMillis(40));
        ledger.audited(entry("evt-1", Action.accepted, 25));
        ledger.accepted("evt-1", START.minusMillis(10));

        // Then
        assertThat(ledger.totals().lost()).isZero();
        assertThat(ledger.delayMs(0.99, 1)).isEqualTo(50);
    }

    @Test
    void callsAnAcceptedEventLostUntilItArrives() {
        // Given
        ledger.accepted("evt-1", START);
        ledger.accepted("evt-2", START);
        ledger.audited(entry("evt-2", Action.delivered, 5));

        // When
        ledger.arrived("evt-1", false, false, START.plusMillis(40));

        // Then
        assertThat(ledger.totals().lost()).isEqualTo(1);
        assertThat(ledger.totals().delivered()).isEqualTo(1);
    }

    @Test
    void missesNoAlertWhereTheRulesWantedNone() {
        // When
        ledger.accepted("evt-1", START);
        ledger.audited(entry("evt-1", Action.not_escalated, 5));

        // Then
        assertThat(ledger.totals().lost()).isZero();
        assertThat(ledger.totals().notEscalated()).isEqualTo(1);
    }

    @Test
    void missesAnAlertAlthoughAnAgentDismissedTheEvent() {
        // When
        ledger.accepted("evt-1", START);
        ledger.audited(entry("evt-1", Action.escalated, 5));
        ledger.audited(entry("evt-1", Action.not_escalated, 900));

        // Then
        assertThat(ledger.totals().lost()).isEqualTo(1);
        assertThat(ledger.totals().escalated()).isEqualTo(1);
        assertThat(ledger.totals().notEscalated()).isZero();
    }

    @Test
    void tellsARedeliveryFromADuplicate() {
        // When
        ledger.accepted("evt-1", START);
        ledger.arrived("evt-1", false, false, START.plusMillis(40));
        ledger.arrived("evt-1", false, true, START.plusMillis(50));
        ledger.arrived("evt-1", false, false, START.plusMillis(60));

        // Then
        assertThat(ledger.redelivered()).isEqualTo(1);
        assertThat(ledger.totals().duplicated()).isEqualTo(1);
        assertThat(ledger.totals().delivered()).isEqualTo(1);
    }

    @Test
    void keepsCountOfWhatItForgets() {
        // Given
        var small = new DeliveryLedger(2);

        // When
        for (int i = 0; i < 5; i++) {
            small.accepted("evt-" + i, START);
        }
        small.arrived("evt-4", false, false, START.plusMillis(1));

        // Then
        assertThat(small.totals().accepted()).isEqualTo(5);
        assertThat(small.totals().lost()).isEqualTo(4);
    }

    @Test
    void findsPercentilesByNearestRank() {
        // When
        for (int i = 1; i <= 200; i++) {
            ledger.accepted("evt-" + i, START);
            ledger.arrived("evt-" + i, false, false, START.plusMillis(i));
        }

        // Then
        assertThat(ledger.delayMs(0.5, 1)).isEqualTo(100);
        assertThat(ledger.delayMs(0.99, 1)).isEqualTo(198);
        assertThat(ledger.span()).hasMillis(200);
    }

    @Test
    void countsEachEventThatAnAgentDecidedAbout() {
        ledger.audited(Entries.entry("evt-1", Action.used, 0));
        ledger.audited(Entries.entry("evt-1", Action.refused, 1, "used"));
        ledger.audited(Entries.entry("evt-2", Action.used, 2));

        assertThat(ledger.decided()).isEqualTo(2);
    }

    @Test
    void summarisesInTheWordsOfTheContract() {
        // Given
        ledger.accepted("evt-1", START);
        ledger.arrived("evt-1", false, false, START.plusNanos(40_260_000));

        // When
        DemoSummary summary = DemoSummary.of(new TrafficGenerator.TrafficCounts(2, 1, 0, 1, 0), ledger, true);

        // Then
        assertThat(summary.p50Ms()).isCloseTo(40.3, within(0.001));
        assertThat(summary.isSound()).isTrue();
        assertThat(Figures.json(summary))
                .isEqualTo("{\"sent\":2,\"duplicates\":0,\"refused\":1,\"accepted\":1,\"sanitized\":0,\"authorized\":0,"
                        + "\"escalated\":0,\"not_escalated\":0,\"delivered\":1,\"lost\":0,\"duplicated\":0,"
                        + "\"redelivered\":0,\"decided\":0,\"p50_ms\":40.3,\"p99_ms\":40.3,\"raw_read_refused\":true}");
        assertThat(summary.text()).contains("1 delivered", "half within 40 ms");
    }

    @Test
    void isNotSoundWhereSomethingIsLost() {
        // Given
        ledger.accepted("evt-1", START);

        // When
        DemoSummary summary = DemoSummary.of(new TrafficGenerator.TrafficCounts(1, 1, 0, 0, 0), ledger, true);

        // Then
        assertThat(summary.isSound()).isFalse();
        assertThat(Figures.json(summary)).contains("\"lost\":1", "\"p50_ms\":null");
    }
}
