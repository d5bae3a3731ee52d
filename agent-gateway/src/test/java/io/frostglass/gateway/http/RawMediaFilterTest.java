package io.frostglass.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.Targets;
import io.frostglass.gateway.Targets.Target;
import io.frostglass.guard.Corpus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The URIs that the server does not reject by itself.
class RawMediaFilterTest {

    private static final String OWN = "http://127.0.0.1:8085";

    static Stream<Target> attempts() {
        return Targets.attempts().filter(target -> target.status() == 403);
    }

    static Stream<Target> nearMisses() {
        return Targets.nearMisses().filter(target -> !isRejected(target));
    }

    private static boolean isRejected(Target target) {
        return target.status() == 400 && !target.target().startsWith("/v1/events?");
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void knowsAnAttempt(Target target) {
        assertThat(isAttempt(target)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("nearMisses")
    void leavesAloneWhatIsMistyped(Target target) {
        assertThat(isAttempt(target)).isFalse();
    }

    private static boolean isAttempt(Target target) {
        String path = target.target().replace("{event}", Corpus.EVENT).replaceFirst("^http://\\{own}", "");
        boolean known = List.of(
                        "/v1/events",
                        "/v1/events/" + Corpus.EVENT,
                        "/v1/events/stream",
                        "/v1/templates",
                        "/openapi.yaml",
                        "/metrics")
                .contains(path.replaceAll("\\?.*", ""));
        var headers = HttpFields.build();
        target.headers().stream().map(header -> header.split(": ", 2)).forEach(it -> headers.add(it[0], it[1]));
        return RawMediaFilter.isAttempt(
                target.method(),
                HttpURI.from(OWN + path),
                headers,
                known ? Optional.of(Set.of("cursor", "limit", "wait")) : Optional.empty());
    }
}
