package io.frostglass.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// A mapping of a YAML document, read key by key into [SettingField]s and made into a value by [#build]:
///
/// ```java
/// static Optional<Box> read(YamlMapping yaml) {
///     var name = yaml.required("name", ValueParser.text(40));
///     var width = yaml.optional("width_cm", 80, ValueParser.integer(40, 400));
///     return yaml.build(() -> new Box(name.get(), width.get()));
/// }
/// ```
///
/// Reading continues after a problem to find all of them. A key that the reader did not ask for is a problem.
public final class YamlMapping {

    private final YamlNode node;
    private final Map<String, YamlNode> values;
    private final Set<String> asked = new HashSet<>();
    private final Map<String, List<YamlNode>> repeated;
    private final DocumentProblems.Mark before;

    private YamlMapping(
            YamlNode node,
            Map<String, YamlNode> values,
            Map<String, List<YamlNode>> repeated,
            DocumentProblems.Mark before) {
        this.node = node;
        this.values = values;
        this.repeated = repeated;
        this.before = before;
    }

    static YamlMapping of(YamlNode node, MappingNode mapping) {
        var before = node.problems().mark();
        var values = new LinkedHashMap<String, YamlNode>();
        var repeated = new LinkedHashMap<String, List<YamlNode>>();
        for (var tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                node.child(tuple.getKeyNode(), node.path()).problem("keys must be plain words");
                continue;
            }
            String path = node.path().isEmpty() ? key.getValue() : node.path() + "." + key.getValue();
            if (values.putIfAbsent(key.getValue(), node.child(tuple.getValueNode(), path)) != null) {
                repeated.computeIfAbsent(key.getValue(), _ -> new ArrayList<>()).add(node.child(key, path));
            }
        }
        return new YamlMapping(node, values, repeated, before);
    }

    /// The line of its beginning, counted from 1.
    public int line() {
        return node.line();
    }

    /// Adds a problem of the mapping as a whole.
    public void problem(String what) {
        node.problem(what);
    }

    /// Adds a problem of one key's value.
    public void problem(String key, String what) {
        var value = values.get(key);
        (value == null ? node : value).problem(what);
    }

    /// The keys of a mapping whose keys are names, in their order. They count as asked for.
    public Set<String> keys() {
        asked.addAll(values.keySet());
        return Collections.unmodifiableSet(new LinkedHashSet<>(values.keySet()));
    }

    /// The value of a key, if it is there.
    public Optional<YamlNode> node(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key));
    }

    /// A scalar that must be there.
    public <T> SettingField<T> required(String key, ValueParser<T> parser) {
        return must(key, value -> value.scalar(parser));
    }

    /// A scalar that may be missing.
    public <T> SettingField<Optional<T>> optional(String key, ValueParser<T> parser) {
        return maybe(key, value -> value.scalar(parser));
    }

    /// A scalar with a default.
    public <T> SettingField<T> optional(String key, T otherwise, ValueParser<T> parser) {
        return may(key, otherwise, value -> value.scalar(parser));
    }

    /// A mapping that must be there.
    public <T> SettingField<T> mapping(String key, Function<YamlMapping, Optional<T>> reader) {
        return must(key, value -> value.mapping().flatMap(reader));
    }

    /// A mapping that may be missing.
    public <T> SettingField<Optional<T>> optionalMapping(String key, Function<YamlMapping, Optional<T>> reader) {
        return maybe(key, value -> value.mapping().flatMap(reader));
    }

    /// A list that must be there and not be empty.
    public <T> SettingField<List<T>> requiredList(String key, Function<YamlNode, Optional<T>> reader) {
        return notEmpty(key, must(key, value -> value.list(reader)));
    }

    /// A list that may be missing, which is the same as empty.
    public <T> SettingField<List<T>> list(String key, Function<YamlNode, Optional<T>> reader) {
        return may(key, List.of(), value -> value.list(reader));
    }

    /// A list of elements that must be there, and of which one must be valid. See [YamlNode#elements].
    public <T> SettingField<List<T>> requiredElements(String key, Function<YamlNode, Optional<T>> reader) {
        return notEmpty(key, must(key, value -> value.elements(reader)));
    }

    /// A list of elements that may be missing or empty. If it has elements, one must be valid.
    public <T> SettingField<List<T>> usableElements(String key, Function<YamlNode, Optional<T>> reader) {
        SettingField<List<T>> elements = elements(key, reader);
        return hasItems(key) ? notEmpty(key, elements) : elements;
    }

    /// A list of elements that may be missing or empty, and whose elements may all be refused.
    public <T> SettingField<List<T>> elements(String key, Function<YamlNode, Optional<T>> reader) {
        return may(key, List.of(), value -> value.elements(reader));
    }

    private <T> SettingField<List<T>> notEmpty(String key, SettingField<List<T>> elements) {
        if (!elements.present() || !elements.get().isEmpty()) {
            return elements;
        }
        if (hasItems(key)) {
            // The problems of each item are in the list already.
            node.problems().refuse();
        } else {
            problem(key, "must not be empty");
        }
        return SettingField.missing();
    }

    private boolean hasItems(String key) {
        return node(key).map(YamlNode::items).filter(items -> !items.isEmpty()).isPresent();
    }

    /// A mapping that may be missing, read as an element: with problems it is refused alone, and the reader's
    /// substitute is the value.
    public <T> Optional<T> element(String key, Function<YamlMapping, Optional<T>> reader) {
        return node(key).flatMap(value -> value.element(node -> node.mapping().flatMap(reader)));
    }

    /// All values of a mapping whose keys are names. A value with problems is refused alone, and `otherwise` gives
    /// its substitute. A name that occurs twice is wrong both times. Replaces [#build].
    public <T> Map<String, T> named(
            BiFunction<String, YamlNode, Optional<T>> reader, Function<String, Optional<T>> otherwise) {
        var elements = new LinkedHashMap<String, T>();
        values.forEach((name, value) -> value.element(node -> {
                    var mark = node.problems().mark();
                    reportIfRepeated(name);
                    Optional<T> element = reader.apply(name, node);
                    return node.problems().since(mark) ? otherwise.apply(name) : element;
                })
                .ifPresent(element -> elements.put(name, element)));
        return elements;
    }

    private void reportIfRepeated(String key) {
        int first = Optional.ofNullable(values.get(key)).map(YamlNode::line).orElse(0);
        repeated.getOrDefault(key, List.of()).forEach(again -> again.problem("is there twice: from line " + first));
    }

    /// Makes the value, if neither this mapping nor anything read from it has a problem. Call it last: keys that
    /// were not asked for before count as unknown.
    public <T> Optional<T> build(Supplier<T> maker) {
        refuseUnknown();
        return node.problems().since(before) ? Optional.empty() : Optional.of(maker.get());
    }

    /// Adds a problem for each key that was not asked for or occurs twice. Replaces [#build] in readers that use
    /// what they could read.
    public void refuseUnknown() {
        values.forEach((key, value) -> {
            if (!asked.contains(key)) {
                value.problem("is not a setting that is known here");
            }
        });
        repeated.values().forEach(again -> again.forEach(key -> key.problem("is there twice")));
    }

    private <T> SettingField<T> must(String key, Function<YamlNode, Optional<T>> read) {
        var value = node(key);
        if (value.isEmpty()) {
            node.problem("\"" + key + "\" is missing");
        }
        return value.flatMap(read).map(SettingField::of).orElseGet(SettingField::missing);
    }

    private <T> SettingField<Optional<T>> maybe(String key, Function<YamlNode, Optional<T>> read) {
        var value = node(key);
        Optional<T> present = value.flatMap(read);
        return value.isPresent() == present.isPresent() ? SettingField.of(present) : SettingField.missing();
    }

    private <T> SettingField<T> may(String key, T otherwise, Function<YamlNode, Optional<T>> read) {
        return node(key)
                .map(value -> read.apply(value).map(SettingField::of).orElseGet(SettingField::<T>missing))
                .orElseGet(() -> SettingField.of(otherwise));
    }
}
