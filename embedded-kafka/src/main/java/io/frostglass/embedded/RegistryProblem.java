package io.frostglass.embedded;

/// A refusal in Confluent's form: an HTTP status, an error code that begins with it, a sentence.
final class RegistryProblem extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    private RegistryProblem(int status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    static RegistryProblem http(int status, String message) {
        return new RegistryProblem(status, status, message);
    }

    static RegistryProblem subjectNotFound(String subject) {
        return new RegistryProblem(404, 40401, "Subject '" + subject + "' not found.");
    }

    static RegistryProblem versionNotFound(String version) {
        return new RegistryProblem(404, 40402, "Version " + version + " not found.");
    }

    static RegistryProblem schemaNotFound() {
        return new RegistryProblem(404, 40403, "Schema not found");
    }

    static RegistryProblem noCompatibilityOfItsOwn(String subject) {
        return new RegistryProblem(
                404, 40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
    }

    static RegistryProblem incompatible(String why) {
        return new RegistryProblem(
                409, 409, "Schema being registered is incompatible with an earlier schema for its subject: " + why);
    }

    static RegistryProblem invalidSchema(String why) {
        return new RegistryProblem(422, 42201, "Invalid schema: " + why);
    }

    static RegistryProblem invalidVersion(String version) {
        return new RegistryProblem(
                422,
                42202,
                "The specified version '" + version
                        + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");
    }

    static RegistryProblem invalidCompatibility() {
        return new RegistryProblem(
                422,
                42203,
                "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive,"
                        + " forward_transitive, and full_transitive");
    }

    static RegistryProblem full() {
        return new RegistryProblem(500, 50001, "Error in the backend data store: it holds as many schemas as it may");
    }
}
