package io.frostglass.veil;

import io.frostglass.veil.StrengthParameters.Cells;
import java.util.Arrays;

/// The most bits that a veiled picture can carry: Shannon's capacity of a cell after quantising and noise, times the
/// number of cells. It limits what any attacker can learn. Three or four bits are enough to distinguish ten people,
/// so a small capacity proves protection, while a large one proves no leak.
public final class ChannelCapacity {

    private static final int ROUNDS = 200;

    private ChannelCapacity() {}

    /// Bits of a thumbnail of a picture without boxes, or with boxes that cover all of it.
    public static double bitsInside(VeilStrength strength) {
        return switch (strength) {
            case LIGHT -> unbounded();
            case STANDARD -> bits(StrengthParameters.STANDARD.inside());
            case HEAVY -> bits(StrengthParameters.HEAVY.inside());
        };
    }

    /// Bits of a thumbnail of a picture whose boxes cover almost nothing.
    public static double bitsOutside(VeilStrength strength) {
        return switch (strength) {
            case LIGHT -> unbounded();
            case STANDARD -> outside(StrengthParameters.STANDARD);
            case HEAVY -> outside(StrengthParameters.HEAVY);
        };
    }

    /// A blur keeps as much as fits into the file.
    private static double unbounded() {
        return 8.0 * PictureLimits.STANDARD.thumbnailBytes();
    }

    private static double outside(StrengthParameters parameters) {
        return bits(parameters.outside()) + 2 * bits(parameters.chroma());
    }

    private static double bits(Cells cells) {
        return cells.levels() == 1 ? 0 : cells.perSide() * cells.perSide() * perCell(channel(cells));
    }

    /// The probability of each of 256 values, by level.
    private static double[][] channel(Cells cells) {
        double[][] channel = new double[cells.levels()][256];
        for (int level = 0; level < channel.length; level++) {
            double value = level * 255.0 / (channel.length - 1);
            double before = 0;
            for (int i = 0; i < 256; i++) {
                double upTo = i == 255 ? 1 : laplace((i + 0.5 - value) / cells.noise());
                channel[level][i] = upTo - before;
                before = upTo;
            }
        }
        return channel;
    }

    private static double laplace(double x) {
        return x < 0 ? 0.5 * Math.exp(x) : 1 - 0.5 * Math.exp(-x);
    }

    /// The algorithm of Blahut and Arimoto (1972): raises the weight of inputs with more information than the
    /// average.
    private static double perCell(double[][] channel) {
        double[] weights = new double[channel.length];
        Arrays.fill(weights, 1.0 / weights.length);
        double bits = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double[] divergences = divergences(channel, weights);
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                weights[i] *= Math.exp(divergences[i]);
                sum += weights[i];
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= sum;
            }
            bits = Math.log(sum) / Math.log(2);
        }
        return bits;
    }

    /// The divergence of each input's output from the mean output, in nats.
    private static double[] divergences(double[][] channel, double[] weights) {
        double[] divergences = new double[channel.length];
        for (int output = 0; output < 256; output++) {
            double all = 0;
            for (int i = 0; i < channel.length; i++) {
                all += weights[i] * channel[i][output];
            }
            for (int i = 0; i < channel.length; i++) {
                double probability = channel[i][output];
                divergences[i] += probability == 0 ? 0 : probability * Math.log(probability / all);
            }
        }
        return divergences;
    }
}
