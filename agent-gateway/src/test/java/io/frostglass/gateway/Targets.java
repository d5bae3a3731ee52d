package io.frostglass.gateway;

import io.frostglass.testsupport.ScenarioReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// The requests of attacks/targets.yaml.
public final class Targets {

    private static final Map<?, ?> FILE = ScenarioReader.map("/attacks/targets.yaml");

    private Targets() {}

    /// One request.
    ///
    /// @param headers as they are sent, a name and a value each
    /// @param status what is answered
    /// @param recorded whose refusal the audit log has, and its reason; empty if it is not recorded
    public record Target(
            String text, String method, String target, List<String> headers, int status, Recorded recorded) {

        static Target parse(String text, int usual, Recorded recorded) {
            String[] request = text.split(" -> ", 2);
            List<String> parts = Arrays.asList(request[0].split(" \\| ", -1));
            String[] line = parts.getFirst().split(" ", 2);
            boolean named = line.length == 2;
            return new Target(
                    text,
                    named ? line[0] : "GET",
                    named ? line[1] : line[0],
                    parts.subList(1, parts.size()),
                    request.length == 2 ? Integer.parseInt(request[1]) : usual,
                    recorded);
        }

        /// The values of a header.
        public List<String> values(String name) {
            return headers.stream()
                    .filter(header -> header.startsWith(name + ": "))
                    .map(header -> header.substring(name.length() + 2))
                    .toList();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// What the audit log has of a request.
    public enum Recorded {
        /// An attempt by the agent whose key came with it.
        AGENT,
        /// An attempt without a known key.
        NOBODY,
        /// A request that cannot be read.
        UNREAD
    }

    public static Stream<Target> attempts() {
        var attempts = (Map<?, ?>) Objects.requireNonNull(FILE.get("attempts"));
        return attempts.keySet().stream()
                .map(String.class::cast)
                .flatMap(kind -> ScenarioReader.texts(attempts, kind).stream().map(text -> attempt(kind, text)));
    }

    private static Target attempt(String kind, String text) {
        return switch (kind) {
            case "rejected" -> Target.parse(text, 400, Recorded.AGENT);
            case "without_headers" -> Target.parse(text, 400, Recorded.NOBODY);
            case "unreadable" -> Target.parse(text, 400, Recorded.UNREAD);
            default -> Target.parse(text, 403, Recorded.AGENT);
        };
    }

    public static Stream<Target> nearMisses() {
        return ScenarioReader.texts(FILE, "near_misses").stream().map(text -> Target.parse(text, 404, Recorded.UNREAD));
    }
}
