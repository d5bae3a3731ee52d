package io.frostglass.guard;

import io.frostglass.guard.Guard.EventReference;
import io.frostglass.guard.Guard.KnownIds;
import io.frostglass.testsupport.ScenarioReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The texts of the corpus: data, unfolded into cases.
public final class Corpus {

    public static final String EVENT = "evt-0123456789abcdef0123456789abcdef";

    public static final EventReference ABOUT = new EventReference(EVENT, "site-1", "cam-12");

    /// No camera is known.
    public static final KnownIds NOWHERE = _ -> Optional.empty();

    private static final Map<String, Map<?, ?>> FILES = new ConcurrentHashMap<>();

    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

    private Corpus() {}

    /// Texts that must not leave, as they are in the file.
    public static Stream<String> bareLeaks() {
        return families(read("leaks.yaml"), "families");
    }

    /// A leak in each of the sentences of the file.
    static Stream<String> carried(String leak) {
        return ScenarioReader.texts(read("leaks.yaml"), "carriers").stream()
                .map(carrier -> own(carrier.replace("{}", leak)));
    }

    static Stream<String> families(Map<?, ?> file, String key) {
        return ((List<?>) Objects.requireNonNull(file.get(key)))
                .stream().flatMap(family -> ScenarioReader.texts((Map<?, ?>) family, "texts").stream());
    }

    /// Instructions to a machine, as they are in the file.
    public static Stream<String> orders() {
        return ScenarioReader.texts(read("instructions.yaml"), "texts").stream();
    }

    /// An instruction in several writings.
    static Stream<String> written(String order) {
        return Stream.of(
                order,
                order.toUpperCase(Locale.ROOT),
                order.replace(" ", "  "),
                "Person at gate 3. " + order + ". Thank you");
    }

    public static Stream<String> benign() {
        var file = read("benign.yaml");
        var words = (Map<?, ?>) Objects.requireNonNull(file.get("words"));
        var filled = ScenarioReader.texts(file, "patterns").stream()
                .flatMap(pattern -> Stream.iterate(0, i -> i < 30, i -> i + 1).map(i -> fill(pattern, words, i)));
        return Stream.concat(ScenarioReader.texts(file, "sentences").stream().map(Corpus::own), filled)
                .distinct();
    }

    /// Each slot goes through its list at a step of its own, so that combinations differ.
    private static String fill(String pattern, Map<?, ?> words, int turn) {
        var filled = new StringBuilder();
        Matcher slot = SLOT.matcher(pattern);
        int number = 0;
        while (slot.find()) {
            var list = ScenarioReader.texts(words, slot.group(1));
            slot.appendReplacement(
                    filled, Matcher.quoteReplacement(list.get((turn * (number + 1) + number * 3) % list.size())));
            number++;
        }
        return slot.appendTail(filled).toString();
    }

    static String own(String text) {
        return text.replace("{own}", EVENT);
    }

    private static Map<?, ?> read(String file) {
        return FILES.computeIfAbsent(file, name -> ScenarioReader.map("/corpus/" + name));
    }
}
