package io.frostglass.veil;

import java.util.Arrays;

/// How many bits a veiled picture can carry at most, whatever is in it: Shannon's capacity of what quantising and noise
/// leave of each cell, times the cells. It bounds what any attacker can learn, known or not; as ten people need only
/// three bits to be told apart, it says when nothing can go wrong rather than when something will.
public final class ChannelCapacity {

    private static final int ROUNDS = 200;

    private ChannelCapacity() {}

    /// Bits of one thumbnail of a picture without boxes, or with boxes all over it.
    public static double bitsInside(VeilStrength veilStrength) {
        return switch (veilStrength) {
            case LIGHT -> unbounded();
            case STANDARD -> bits(StrengthParameters.STANDARD.inside());
            case HEAVY -> bits(StrengthParameters.HEAVY.inside());
        };
    }

    /// Bits of one thumbnail of a picture whose boxes cover next to nothing.
    public static double bitsOutside(VeilStrength veilStrength) {
        return switch (veilStrength) {
            case LIGHT -> unbounded();
            case STANDARD -> outside(StrengthParameters.STANDARD);
            case HEAVY -> outside(StrengthParameters.HEAVY);
        };
    }

    /// A blur keeps everything that the file has room for.
    private static double unbounded() {
        return 8.0 * PictureLimits.STANDARD.thumbnailBytes();
    }

    private static double outside(StrengthParameters strengthParameters) {
        return bits(strengthParameters.outside()) + 2 * bits(strengthParameters.chroma());
    }

    private static double bits(StrengthParameters.Frosting frosting) {
        int cells = frosting.cells() * frosting.cells();
        return frosting.levels() == 1 ? 0 : cells * perCell(channel(frosting));
    }

    /// By level: how probable each of 256 values is.
    private static double[][] channel(StrengthParameters.Frosting frosting) {
        double[][] channel = new double[frosting.levels()][256];
        for (int level = 0; level < channel.length; level++) {
            double value = level * 255.0 / (channel.length - 1);
            double before = 0;
            for (int i = 0; i < 256; i++) {
                double upTo = i == 255 ? 1 : laplace((i + 0.5 - value) / frosting.noise());
                channel[level][i] = upTo - before;
                before = upTo;
            }
        }
        return channel;
    }

    private static double laplace(double x) {
        return x < 0 ? 0.5 * Math.exp(x) : 1 - 0.5 * Math.exp(-x);
    }

    /// The algorithm of Blahut and Arimoto (1972): raises the weight of inputs that say more than the average one.
    private static double perCell(double[][] channel) {
        double[] weights = new double[channel.length];
        Arrays.fill(weights, 1.0 / weights.length);
        double bits = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double[] says = says(channel, weights);
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                weights[i] *= Math.exp(says[i]);
                sum += weights[i];
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= sum;
            }
            bits = Math.log(sum) / Math.log(2);
        }
        return bits;
    }

    /// By input: the divergence of its output from that of all, in nats.
    private static double[] says(double[][] channel, double[] weights) {
        double[] says = new double[channel.length];
        for (int output = 0; output < 256; output++) {
            double all = 0;
            for (int i = 0; i < channel.length; i++) {
                all += weights[i] * channel[i][output];
            }
            for (int i = 0; i < channel.length; i++) {
                double probability = channel[i][output];
                says[i] += probability == 0 ? 0 : probability * Math.log(probability / all);
            }
        }
        return says;
    }
}
