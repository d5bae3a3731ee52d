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

    /// Factors a symmetric positive definite matrix `A` in place, and returns it: its lower triangle becomes `L` of
    /// `A = L Lᵀ`.
    static double[][] cholesky(double[][] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j] - dot(matrix[i], matrix[j], j);
                matrix[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / matrix[j][j];
            }
        }
        return matrix;
    }

    /// Returns the solution `y` of `L y = b`. Distances between such vectors are distances under the inverse of the
    /// matrix.
    static double[] whiten(double[][] lower, double[] b) {
        double[] y = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            y[i] = (b[i] - dot(lower[i], y, i)) / lower[i][i];
        }
        return y;
    }

    private static double dot(double[] a, double[] b, int length) {
        // Four sums, which the processor adds in parallel.
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }
        for (; i < length; i++) {
            sum0 += a[i] * b[i];
        }
        return sum0 + sum1 + sum2 + sum3;
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
