package io.frostglass.benchmarks.privacy;

/// Solves `A x = b` for a symmetric positive definite matrix.
final class CholeskySolver {

    private final double[][] lower;

    /// Factors the matrix in place.
    ///
    /// @param matrix its lower triangle is read and overwritten
    CholeskySolver(double[][] matrix) {
        this.lower = matrix;
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j] - dot(matrix[i], matrix[j], j);
                matrix[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / matrix[j][j];
            }
        }
    }

    static double dot(double[] a, double[] b, int length) {
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

    /// Returns the solution `y` of `L y = b`. Distances between such vectors are distances under the inverse of the
    /// matrix.
    double[] whiten(double[] b) {
        double[] y = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            y[i] = (b[i] - dot(lower[i], y, i)) / lower[i][i];
        }
        return y;
    }
}
