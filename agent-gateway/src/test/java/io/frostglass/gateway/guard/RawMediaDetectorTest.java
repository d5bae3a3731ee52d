package io.frostglass.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.Targets;
import io.frostglass.gateway.Targets.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RawMediaDetectorTest {

    private static final String OWN = "127.0.0.1:8085";

    static Stream<Target> attempts() {
        return Targets.attempts();
    }

    static Stream<Target> nearMisses() {
        return Targets.nearMisses();
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void knowsAnAttempt(Target target) {
        assertThat(RawMediaDetector.isWantedBy(asked(target))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("nearMisses")
    void leavesAloneWhatIsMistyped(Target target) {
        assertThat(RawMediaDetector.isWantedBy(asked(target))).isFalse();
    }

    private static RawMediaDetector.Asked asked(Target target) {
        String path = target.target().replace("{event}", Corpus.EVENT).replace("{own}", OWN);
        boolean known = List.of(
                        "/v1/events",
                        "/v1/events/" + Corpus.EVENT,
                        "/v1/events/stream",
                        "/v1/templates",
                        "/openapi.yaml",
                        "/metrics")
                .contains(path.replaceAll("\\?.*|^http://[^/]+", ""));
        return new RawMediaDetector.Asked(
                target.method(),
                path,
                Optional.of(OWN),
                target.values("Accept"),
                !target.values("Range").isEmpty(),
                known ? Optional.of(Set.of("cursor", "limit", "wait")) : Optional.empty());
    }
}
