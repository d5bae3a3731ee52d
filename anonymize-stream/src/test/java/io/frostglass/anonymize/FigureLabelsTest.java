package io.frostglass.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.cameras.MotionEvent;
import io.frostglass.veil.background.FigureKind;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FigureLabelsTest {

    @Test
    void knowsTheKindsOfFigures() {
        assertThat(kinds("Human")).containsExactly(FigureKind.PERSON);
        assertThat(kinds("lorry", "dog")).containsExactlyInAnyOrder(FigureKind.VEHICLE, FigureKind.ANIMAL);
        assertThat(kinds("bike")).containsExactlyInAnyOrder(FigureKind.PERSON, FigureKind.VEHICLE);
        assertThat(kinds()).isEmpty();
    }

    @Test
    void doesNotRuleOutPeopleWhereALabelMayMeanThem() {
        assertThat(kinds("intruder")).isEmpty();
        assertThat(kinds("car", "intruder")).isEmpty();
        assertThat(kinds("car", "parcel")).isEmpty();
        assertThat(kinds("car", "person", "intruder")).contains(FigureKind.PERSON);
    }

    private static Set<FigureKind> kinds(String... labels) {
        return FigureLabels.kinds(Arrays.stream(labels)
                .map(label -> new MotionEvent.Label(label, OptionalDouble.empty()))
                .toList());
    }
}
