package io.frostglass.gateway;

import io.frostglass.testsupport.ScenarioReader;
import java.util.ArrayList;
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
    public record Target(String text, String method, String target, List<String> headers, int status) {

        static Target parse(String text, int usual) {
            String[] request = text.split(" -> ", 2);
            List<String> parts = Arrays.asList(request[0].split(" \\| ", -1));
            String[] line = parts.getFirst().split(" ", 2);
            boolean named = line.length == 2;
            return new Target(
                    text,
                    named ? line[0] : "GET",
                    named ? line[1] : line[0],
                    parts.subList(1, parts.size()),
                    request.length == 2 ? Integer.parseInt(request[1]) : usual);
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

    public static Stream<Target> attempts() {
        var all = new ArrayList<String>();
        var attempts = (Map<?, ?>) Objects.requireNonNull(FILE.get("attempts"));
        attempts.keySet().forEach(kind -> all.addAll(ScenarioReader.texts(attempts, (String) kind)));
        return all.stream().map(text -> Target.parse(text, 403));
    }

    public static Stream<Target> nearMisses() {
        return ScenarioReader.texts(FILE, "near_misses").stream().map(text -> Target.parse(text, 404));
    }
}
