package io.frostglass.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A check by regular expressions, which a file beside this class has.
///
/// ```
/// # a comment
/// [=sign]              a part, which a pattern names as <<sign>>; <<words>> stands for any line of words.txt
/// (?:is|[:=])
/// [password]           a word for what the next lines find
/// \bpassword<<sign>>
/// \bpass ?phrase
/// ```
/// The patterns ignore letter case; `(?-i)` ends that for the rest of its line and the next lines of its word. They
/// run over 500 characters at most, and none nests one repetition in another over the same characters. If a line
/// begins with `\b`, so does each of its alternatives.
///
/// @param patterns by the word for what they find
record PatternSet(String name, Map<String, Pattern> patterns) implements GuardCheck {

    private static final Pattern HEADING = Pattern.compile("\\[(=?)([a-z0-9_]+)]");
    private static final String EDGE = "\\b";
    private static final Pattern PART = Pattern.compile("<<([a-z-]+)>>");

    /// Reads a check's file.
    static PatternSet read(String name) {
        var parts = new HashMap<String, List<String>>();
        var patterns = new LinkedHashMap<String, List<String>>();
        Map<String, List<String>> section = parts;
        String word = "";
        for (String line : lines(name)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                section = heading.group(1).isEmpty() ? patterns : parts;
                word = heading.group(2);
            } else {
                String pattern = PART.matcher(line).replaceAll(part -> {
                    List<String> own = parts.get(part.group(1));
                    return Matcher.quoteReplacement(
                            own == null ? "(?:" + String.join("|", lines(part.group(1))) + ")" : String.join("|", own));
                });
                section.computeIfAbsent(word, _ -> new ArrayList<>()).add(pattern);
            }
        }
        var compiled = new LinkedHashMap<String, Pattern>();
        patterns.forEach((kind, alternatives) -> compiled.put(kind, pattern(anyOf(alternatives))));
        return new PatternSet(name, compiled);
    }

    /// Alternatives that begin at the edge of a word share its test: it fails at most places of a text, and they
    /// are not tried there.
    private static String anyOf(List<String> alternatives) {
        List<String> atEdge =
                alternatives.stream().filter(one -> one.startsWith(EDGE)).toList();
        // A group would end what `(?-i)` changes for the next lines.
        if (atEdge.isEmpty() || alternatives.stream().anyMatch(one -> one.contains("(?-i)"))) {
            return String.join("|", alternatives);
        }
        String group = atEdge.stream()
                .map(one -> one.substring(EDGE.length()))
                .collect(Collectors.joining("|", EDGE + "(?:", ")"));
        return Stream.concat(Stream.of(group), alternatives.stream().filter(one -> !one.startsWith(EDGE)))
                .collect(Collectors.joining("|"));
    }

    private static List<String> lines(String name) {
        try (var in = Objects.requireNonNull(PatternSet.class.getResourceAsStream(name + ".txt"), name)) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Pattern pattern(String form) {
        return Pattern.compile(form, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }

    /// Looks at a text as it is written, then as a reader takes it. Most texts are the same both ways.
    @Override
    public Optional<String> find(GuardedText guardedText) {
        Optional<String> written = find(guardedText.raw());
        return written.isPresent() || guardedText.raw().equals(guardedText.plain())
                ? written
                : find(guardedText.plain());
    }

    /// The word of the first pattern that is in a text.
    Optional<String> find(String text) {
        return patterns.entrySet().stream()
                .filter(entry -> entry.getValue().matcher(text).find())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
