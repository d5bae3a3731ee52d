package io.frostglass.benchmarks.privacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An attacker who has pictures of each person, veils them with other keys, and matches the probes against them.
///
/// Two attacks: the nearest of the known pictures (each as the mean of its veiled versions, which averages the noise
/// out), and the linear discriminant that separates the people best under the scatter of all veiled versions, at
/// several ridges. The second includes the best linear reconstruction of the original.
final class ReidentificationAttack {

    private static final double[] RIDGES = {0.003, 0.03, 0.3, 3};

    private final int people;
    private final double[][] references;
    private final int[] owners;
    private final List<Discriminant> discriminants = new ArrayList<>();

    /// The linear discriminant at one ridge.
    ///
    /// @param lower Cholesky's factor of the scatter
    /// @param centres of the people, whitened
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Discriminant(double[][] lower, double[][] centres) {}

    /// @param known features by person, picture and version
    ReidentificationAttack(double[][][][] known) {
        this.people = known.length;
        var means = new ArrayList<double[]>();
        var names = new ArrayList<Integer>();
        for (int person = 0; person < people; person++) {
            for (double[][] versions : known[person]) {
                means.add(VectorMath.mean(versions));
                names.add(person);
            }
        }
        this.references = means.toArray(double[][]::new);
        this.owners = names.stream().mapToInt(Integer::intValue).toArray();
        double[][] centres = new double[people][];
        for (int person = 0; person < people; person++) {
            centres[person] = VectorMath.meanOfAll(known[person]);
        }
        double[][] scatter = VectorMath.scatter(known, centres);
        double level = VectorMath.meanDiagonal(scatter) + 1e-6;
        for (double ridge : RIDGES) {
            double[][] lower = VectorMath.cholesky(VectorMath.withRidge(scatter, ridge * level));
            discriminants.add(new Discriminant(
                    lower,
                    Arrays.stream(centres)
                            .map(centre -> VectorMath.whiten(lower, centre))
                            .toArray(double[][]::new)));
        }
    }

    /// Returns how often the attacker names the right person. One half of the probes selects the best attack, which
    /// is then scored on the other half, and vice versa: the best of several random guesses would look better than
    /// chance.
    ///
    /// @param probes features by person and probe
    double success(double[][][] probes) {
        int[][] right = new int[2][1 + RIDGES.length];
        int[] total = new int[2];
        for (int person = 0; person < people; person++) {
            for (int i = 0; i < probes[person].length; i++) {
                int half = (person + i) % 2;
                total[half]++;
                count(probes[person][i], person, right[half]);
            }
        }
        int even = right[0][best(right[1])];
        int odd = right[1][best(right[0])];
        return (double) (even + odd) / (total[0] + total[1]);
    }

    private void count(double[] probe, int person, int[] right) {
        if (owners[VectorMath.nearest(references, probe)] == person) {
            right[0]++;
        }
        for (int i = 0; i < RIDGES.length; i++) {
            Discriminant with = discriminants.get(i);
            if (VectorMath.nearest(with.centres(), VectorMath.whiten(with.lower(), probe)) == person) {
                right[1 + i]++;
            }
        }
    }

    private static int best(int[] right) {
        int best = 0;
        for (int attack = 1; attack < right.length; attack++) {
            if (right[attack] > right[best]) {
                best = attack;
            }
        }
        return best;
    }
}
