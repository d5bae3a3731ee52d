package io.frostglass.guard;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.guard.Guard.EventReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts what the guard finds in files of texts, one text a line: texts in `plain-*.txt` must pass, texts in
/// `leaks-*.txt` must not.
public final class GuardBench {

    private static final String PLAIN = "plain-";
    private static final String LEAKS = "leaks-";

    private GuardBench() {}

    /// The counts of one file.
    ///
    /// @param texts the number of texts
    /// @param flagged the number of texts in which a check found something
    /// @param checks the same by check
    public record Counted(String file, int texts, int flagged, Map<String, Integer> checks) {

        public double flaggedPercent() {
            return texts == 0 ? 0 : 100.0 * flagged / texts;
        }

        private static Counted sum(String name, List<Counted> files) {
            return new Counted(
                    name,
                    files.stream().mapToInt(Counted::texts).sum(),
                    files.stream().mapToInt(Counted::flagged).sum(),
                    Map.of());
        }
    }

    public record GuardBenchResult(List<Counted> files) {

        /// Counts of the texts that must pass.
        public Counted plain() {
            return all(PLAIN);
        }

        /// Counts of the texts that must not pass.
        public Counted leaks() {
            return all(LEAKS);
        }

        /// Counts of all files with a prefix.
        public Counted all(String prefix) {
            return Counted.sum(
                    prefix + "*",
                    files.stream().filter(it -> it.file().startsWith(prefix)).toList());
        }

        /// A table for people.
        public String text() {
            var lines = new ArrayList<String>();
            files.forEach(it -> lines.add(line(it) + (it.checks().isEmpty() ? "" : "  " + it.checks())));
            lines.add(line(plain()));
            lines.add(line(leaks()));
            return String.join("\n", lines);
        }

        private static String line(Counted it) {
            return String.format(
                    Locale.ROOT,
                    "%-24s %5d texts %5d flagged %6.2f %%",
                    it.file(),
                    it.texts(),
                    it.flagged(),
                    it.flaggedPercent());
        }

        /// One line of JSON, without texts.
        public String json() {
            var json = new JsonMapper().createObjectNode();
            var list = json.putArray("files");
            for (Counted it : files) {
                var checks = list.addObject()
                        .put("file", it.file())
                        .put("texts", it.texts())
                        .put("flagged", it.flagged())
                        .put("flagged_percent", it.flaggedPercent())
                        .putObject("checks");
                it.checks().forEach(checks::put);
            }
            return json.put("plain_flagged_percent", plain().flaggedPercent())
                    .put("leaks_flagged_percent", leaks().flaggedPercent())
                    .toString();
        }
    }

    /// Reads all files of a folder whose names begin with `plain-` or `leaks-` and end with `.txt`.
    ///
    /// @throws IOException if one cannot be read
    public static GuardBenchResult run(Path folder) throws IOException {
        var guard = Guard.ofAllChecks(_ -> Optional.empty());
        var files = new ArrayList<Counted>();
        try (var paths = Files.list(folder)) {
            for (Path path : paths.sorted().toList()) {
                String name = path.getFileName().toString();
                if (name.matches("(?:plain|leaks)-.*\\.txt")) {
                    files.add(count(guard, name, Files.readAllLines(path)));
                }
            }
        }
        return new GuardBenchResult(List.copyOf(files));
    }

    private static Counted count(Guard guard, String name, List<String> texts) {
        var checks = new TreeMap<String, Integer>();
        int flagged = 0;
        for (String text : texts) {
            var found = guard.check(text, EventReference.NOTHING).found();
            found.ifPresent(it -> checks.merge(it.check(), 1, Integer::sum));
            flagged += found.isPresent() ? 1 : 0;
        }
        return new Counted(name, texts.size(), flagged, checks);
    }
}
