package io.frostglass.gateway.guard;

import io.frostglass.gateway.Scenarios;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The texts of the corpus: data, unfolded into cases.
public final class Corpus {

    public static final String EVENT = "evt-0123456789abcdef0123456789abcdef";

    public static final About ABOUT = new About(EVENT, "site-1", "cam-12");

    /// No camera is known.
    public static final Places NOWHERE = _ -> Optional.empty();

    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

    private Corpus() {}

    /// A text that must not leave.
    ///
    /// @param checks those of which one must find it
    /// @param redacted whether it is taken out rather than blocked
    public record Leak(String text, String leak, Set<String> checks, boolean redacted) {
        @Override
        public String toString() {
            return checks + " " + text;
        }
    }

    public static Stream<Leak> leaks() {
        var file = read("leaks.yaml");
        var carriers = Scenarios.texts(file, "carriers");
        var leaks = new ArrayList<Leak>();
        for (Object entry : (List<?>) Objects.requireNonNull(file.get("families"))) {
            var family = (Map<?, ?>) entry;
            var checks = new TreeSet<>(family.containsKey("or") ? Scenarios.texts(family, "or") : List.<String>of());
            checks.add((String) Objects.requireNonNull(family.get("check")));
            for (String text : Scenarios.texts(family, "texts")) {
                carriers.forEach(carrier -> leaks.add(
                        new Leak(own(carrier.replace("{}", text)), text, checks, family.containsKey("redacted"))));
            }
        }
        return leaks.stream();
    }

    /// Each in several writings.
    public static Stream<Leak> instructions() {
        return orders().flatMap(order -> Stream.of(
                                order.text(),
                                order.text().toUpperCase(Locale.ROOT),
                                order.text().replace(" ", "  "),
                                "Person at gate 3. " + order.text() + ". Thank you")
                        .map(text -> new Leak(text, order.leak(), order.checks(), false)))
                .distinct();
    }

    /// As they are in the file.
    public static Stream<Leak> orders() {
        var file = read("instructions.yaml");
        var others = (Map<?, ?>) Objects.requireNonNull(file.get("or"));
        return Stream.concat(
                Scenarios.texts(file, "texts").stream().map(text -> order(text, Set.of("instruction"))),
                others.keySet().stream()
                        .map(String::valueOf)
                        .flatMap(check -> Scenarios.texts(others, check).stream()
                                .map(text -> order(text, Set.of("instruction", check)))));
    }

    private static Leak order(String text, Set<String> checks) {
        return new Leak(text, text, checks, false);
    }

    public static Stream<String> benign() {
        var file = read("benign.yaml");
        var words = (Map<?, ?>) Objects.requireNonNull(file.get("words"));
        var filled = Scenarios.texts(file, "patterns").stream()
                .flatMap(pattern -> Stream.iterate(0, i -> i < 30, i -> i + 1).map(i -> fill(pattern, words, i)));
        return Stream.concat(Scenarios.texts(file, "sentences").stream().map(Corpus::own), filled)
                .distinct();
    }

    /// Each slot goes through its list at a step of its own, so that combinations differ.
    private static String fill(String pattern, Map<?, ?> words, int turn) {
        var filled = new StringBuilder();
        Matcher slot = SLOT.matcher(pattern);
        int number = 0;
        while (slot.find()) {
            var list = Scenarios.texts(words, slot.group(1));
            slot.appendReplacement(
                    filled, Matcher.quoteReplacement(list.get((turn * (number + 1) + number * 3) % list.size())));
            number++;
        }
        return slot.appendTail(filled).toString();
    }

    private static String own(String text) {
        return text.replace("{own}", EVENT);
    }

    private static Map<?, ?> read(String file) {
        return Scenarios.map("/corpus/" + file);
    }
}
