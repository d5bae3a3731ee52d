package io.frostglass.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/// Skips tests that are to run on containers where no container engine answers. JUnit finds it by its service file, if
/// the
/// Maven profile `containers` is on.
public final class EngineCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!ContainerMode.isOn()) {
            return ConditionEvaluationResult.enabled("no containers");
        }
        Path skipped = ContainerMode.skippedFile();
        try {
            if (DockerClientFactory.instance().isDockerAvailable()) {
                // Of an earlier build.
                Files.deleteIfExists(skipped);
                return ConditionEvaluationResult.enabled("a container engine answers");
            }
            Files.createDirectories(Objects.requireNonNull(skipped.getParent()));
            Files.writeString(skipped, "no container engine answers\n");
            return ConditionEvaluationResult.disabled("SKIPPED: no container engine answers");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
