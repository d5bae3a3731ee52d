package io.frostglass.veil.jpeg;

/// Carries a [JpegProblem] to [JpegReader], which returns it as a value. It has no stack trace, because hostile
/// files must be cheap, and no message, because it could quote the file.
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

    static void when(boolean wrong, JpegProblem problem) throws JpegRefusal {
        if (wrong) {
            throw new JpegRefusal(problem);
        }
    }
}
