package io.frostglass.veil.jpeg;

/// Carries a [JpegProblem] from the depth of a file to [JpegReader], which makes a value of it. It has no trace, as
/// hostile files must cost nothing, and no message, as it could quote them.
final class JpegRefusal extends Exception {

    private static final long serialVersionUID = 1;

    private final JpegProblem problem;

    JpegRefusal(JpegProblem problem) {
        super(null, null, false, false);
        this.problem = problem;
    }

    JpegProblem problem() {
        return problem;
    }
}
