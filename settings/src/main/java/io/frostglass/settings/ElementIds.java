package io.frostglass.settings;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The ids of a document's elements of one kind. Two elements with the same id are both refused: only the author
/// knows which one is meant.
public final class ElementIds {

    private final String kind;
    private final String key;
    private final Map<String, List<Integer>> lines = new HashMap<>();

    /// @param kind the word for an element in problems, such as `camera`
    /// @param key the key of an element's id
    public ElementIds(String kind, String key) {
        this.kind = kind;
        this.key = key;
    }

    /// Notes the ids of a list's elements. Call it before any of them is read.
    public void note(Optional<YamlNode> list) {
        for (YamlNode element : list.map(YamlNode::items).orElse(List.of())) {
            int line = element.child(key).orElse(element).line();
            of(element)
                    .ifPresent(id ->
                            lines.computeIfAbsent(id, _ -> new ArrayList<>()).add(line));
        }
    }

    /// Notes the ids in the lists that the elements of a list have under a key.
    public void noteIn(Optional<YamlNode> list, String lists) {
        list.map(YamlNode::items).orElse(List.of()).forEach(element -> note(element.child(lists)));
    }

    /// An element's id as it is written, valid or not.
    public Optional<String> of(YamlNode element) {
        return element.child(key).flatMap(YamlNode::text);
    }

    /// Refuses an id that more than one element has.
    public ValueParser<String> unique(ValueParser<String> parser) {
        return text -> {
            String id = parser.parse(text);
            List<Integer> all = lines.getOrDefault(id, List.of());
            if (all.size() > 1) {
                throw new InvalidValue("is the " + key + " of another " + kind + ", too: lines "
                        + all.stream().map(String::valueOf).collect(joining(", ")));
            }
            return id;
        };
    }
}
