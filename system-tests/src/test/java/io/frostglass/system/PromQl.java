package io.frostglass.system;

import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.runtime.metrics.MetricDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a query of Prometheus names. It reads tokens and no grammar: promtool checks that.
final class PromQl {

    /// Those that every series has, or that a query makes.
    private static final Set<String> LABELS_OF_ALL = Set.of("application", "instance", "job", "le");

    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_]\\w*)\\s*\\{([^}]*)}");
    private static final Pattern FUNCTION = Pattern.compile("[a-zA-Z_]\\w*\\s*\\(");
    private static final Pattern NAME = Pattern.compile("\\b[a-zA-Z_]\\w*\\b");

    private PromQl() {}

    /// What is in a query and not in the vocabulary; empty if all is.
    static List<String> unknown(String query) {
        String text = RANGE.matcher(STRING.matcher(query).replaceAll("")).replaceAll("");
        var unknown = new ArrayList<String>();
        var selectors = SELECTOR.matcher(text);
        while (selectors.find()) {
            labels(selectors.group(2)).stream()
                    .filter(label -> !labelsOf(selectors.group(1)).contains(label))
                    .forEach(label -> unknown.add(selectors.group(1) + "{" + label + "}"));
        }
        var groupings = GROUPING.matcher(text).results().toList();
        text = GROUPING.matcher(text.replaceAll("\\{[^}]*}", "")).replaceAll("");
        Set<String> metrics = NAME.matcher(FUNCTION.matcher(text).replaceAll("("))
                .results()
                .map(found -> found.group())
                .filter(name -> !KEYWORDS.contains(name))
                .collect(Collectors.toSet());
        Set<String> known = MetricCatalogue.series().collect(Collectors.toSet());
        metrics.stream().filter(metric -> !known.contains(metric)).forEach(unknown::add);
        Set<String> possible =
                metrics.stream().flatMap(metric -> labelsOf(metric).stream()).collect(Collectors.toSet());
        groupings.stream()
                .flatMap(grouping -> labels(grouping.group(1)).stream())
                .filter(label -> !possible.contains(label))
                .forEach(label -> unknown.add("by (" + label + ")"));
        if (metrics.isEmpty()) {
            unknown.add("no metric");
        }
        return unknown;
    }

    private static Set<String> labels(String list) {
        return NAME.matcher(list).results().map(found -> found.group()).collect(Collectors.toSet());
    }

    private static Set<String> labelsOf(String series) {
        var labels = new HashSet<>(LABELS_OF_ALL);
        Optional<MetricDefinition> metric = MetricCatalogue.metrics().stream()
                .filter(it -> it.series().contains(series))
                .findFirst();
        metric.ifPresent(it -> labels.addAll(it.labels()));
        if (series.startsWith("jvm_memory_")) {
            labels.add("area");
        }
        return labels;
    }
}
