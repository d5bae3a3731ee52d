package io.frostglass.benchmarks.privacy;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The linear algebra of the attack.
final class VectorMath {

    private VectorMath() {}

    static double[] mean(double[][] vectors) {
        double[] mean = new double[vectors[0].length];
        for (double[] vector : vectors) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i] / vectors.length;
            }
        }
        return mean;
    }

    static double[] meanOfAll(double[][][] groups) {
        return mean(Stream.of(groups).flatMap(Stream::of).toArray(double[][]::new));
    }

    /// Returns the mean outer product of the differences from each person's centre; the lower triangle.
    static double[][] scatter(double[][][][] vectors, double[][] centres) {
        int size = centres[0].length;
        double[][] scatter = new double[size][size];
        int count = 0;
        for (int person = 0; person < vectors.length; person++) {
            for (double[][] versions : vectors[person]) {
                for (double[] vector : versions) {
                    addOuter(scatter, vector, centres[person]);
                    count++;
                }
            }
        }
        for (double[] row : scatter) {
            for (int i = 0; i < size; i++) {
                row[i] /= count;
            }
        }
        return scatter;
    }

    private static void addOuter(double[][] scatter, double[] vector, double[] centre) {
        double[] difference = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            difference[i] = vector[i] - centre[i];
        }
        for (int i = 0; i < vector.length; i++) {
            double factor = difference[i];
            double[] row = scatter[i];
            for (int j = 0; j <= i; j++) {
                row[j] += factor * difference[j];
            }
        }
    }

    static double meanDiagonal(double[][] matrix) {
        return IntStream.range(0, matrix.length)
                .mapToDouble(i -> matrix[i][i])
                .average()
                .orElse(0);
    }

    static double[][] withRidge(double[][] matrix, double ridge) {
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            copy[i] = matrix[i].clone();
            copy[i][i] += ridge;
        }
        return copy;
    }

    static int nearest(double[][] candidates, double[] vector) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < candidates.length; i++) {
            double distance = 0;
            for (int j = 0; j < vector.length; j++) {
                double difference = candidates[i][j] - vector[j];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        return nearest;
    }
}
