package io.frostglass.benchmarks.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ReidentificationAttackTest {

    private static final int PEOPLE = 10;
    private static final int SIZE = 40;

    private final Random random = new Random(1);

    @Test
    void namesPeopleWhoDifferMoreThanTheNoise() {
        assertThat(success(1, 0.1)).isGreaterThan(0.95);
    }

    @Test
    void isNoBetterThanChanceWhereNothingIsLeft() {
        assertThat(success(0, 1)).isBetween(0.0, 0.25);
    }

    /// The nearest neighbour is lost in noise along one direction; the discriminant learns to leave it out.
    @Test
    void seesThroughNoiseThatIsStrongInAFewDirectionsOnly() {
        // Given
        double[][][][] known = new double[PEOPLE][4][4][];
        double[][][] probes = new double[PEOPLE][10][];
        for (int person = 0; person < PEOPLE; person++) {
            double[] face = vector(1);
            for (double[][] picture : known[person]) {
                for (int version = 0; version < picture.length; version++) {
                    picture[version] = withHugeFirst(face);
                }
            }
            for (int i = 0; i < probes[person].length; i++) {
                probes[person][i] = withHugeFirst(face);
            }
        }

        // When
        double success = new ReidentificationAttack(known).success(probes);

        // Then
        assertThat(success).isGreaterThan(0.9);
    }

    private double[] withHugeFirst(double[] face) {
        double[] noisy = plus(face, 0.3);
        noisy[0] += 20 * random.nextGaussian();
        return noisy;
    }

    private double success(double difference, double noise) {
        double[][][][] known = new double[PEOPLE][4][4][];
        double[][][] probes = new double[PEOPLE][20][];
        for (int person = 0; person < PEOPLE; person++) {
            double[] face = vector(difference);
            for (double[][] picture : known[person]) {
                for (int version = 0; version < picture.length; version++) {
                    picture[version] = plus(face, noise);
                }
            }
            for (int i = 0; i < probes[person].length; i++) {
                probes[person][i] = plus(face, noise);
            }
        }
        return new ReidentificationAttack(known).success(probes);
    }

    private double[] vector(double scale) {
        return random.doubles(SIZE).map(value -> scale * (value - 0.5)).toArray();
    }

    private double[] plus(double[] vector, double noise) {
        double[] sum = vector.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += noise * random.nextGaussian();
        }
        return sum;
    }
}
