package io.frostglass.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A value of a YAML document: a mapping, a list or a scalar. A method that cannot read it adds a problem to the
/// document and returns empty.
public final class YamlNode {

    private final Node node;
    private final String path;
    private final DocumentProblems problems;
    private final SecretReferences references;

    YamlNode(Node node, String path, DocumentProblems problems, SecretReferences references) {
        this.node = node;
        this.path = path;
        this.problems = problems;
        this.references = references;
    }

    /// Its line, counted from 1.
    public int line() {
        return YamlDocument.line(node.getStartMark());
    }

    /// Its place in the document, such as `sites[0].cameras[2]`.
    public String path() {
        return path;
    }

    /// Whether it is a mapping, for values with a short and a long form.
    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    /// Whether it is a list.
    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /// Adds a problem of this value, in words that do not repeat the value.
    public void problem(String what) {
        problems.add(line(), path, what);
    }

    /// The value as a mapping.
    public Optional<YamlMapping> mapping() {
        if (node instanceof MappingNode mapping) {
            return Optional.of(YamlMapping.of(this, mapping));
        }
        problem("must be a mapping of keys to values");
        return Optional.empty();
    }

    /// The value as a list. `reader` reads each item, and returns empty for an item with problems.
    public <T> Optional<List<T>> list(Function<YamlNode, Optional<T>> reader) {
        if (!(node instanceof SequenceNode)) {
            problem("must be a list");
            return Optional.empty();
        }
        var mark = problems.mark();
        var items = new ArrayList<T>();
        items().forEach(item -> reader.apply(item).ifPresent(items::add));
        return problems.since(mark) ? Optional.empty() : Optional.of(List.copyOf(items));
    }

    /// The value as a list of elements, each read by `reader`. An element with problems is refused alone: the list
    /// gets the reader's substitute for it, if any (such as the previous version), and its problems are reported.
    public <T> Optional<List<T>> elements(Function<YamlNode, Optional<T>> reader) {
        if (!(node instanceof SequenceNode)) {
            problem("must be a list");
            return Optional.empty();
        }
        var elements = new ArrayList<T>();
        items().forEach(item -> item.element(reader).ifPresent(elements::add));
        return Optional.of(List.copyOf(elements));
    }

    /// Reads this value as an element: its problems do not refuse the document.
    <T> Optional<T> element(Function<YamlNode, Optional<T>> reader) {
        var mark = problems.mark();
        Optional<T> element = reader.apply(this);
        problems.leaveOutSince(mark);
        return element;
    }

    /// The items of a list; empty for other values.
    List<YamlNode> items() {
        var items = new ArrayList<YamlNode>();
        if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                items.add(child(sequence.getValue().get(i), path + "[" + i + "]"));
            }
        }
        return items;
    }

    /// The value of a key, if this is a mapping that has it. Adds no problem.
    Optional<YamlNode> child(String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode word
                                && word.getValue().equals(key))
                        .map(tuple -> child(tuple.getValueNode(), path + "." + key))
                        .findFirst()
                : Optional.empty();
    }

    /// The text of a scalar, references resolved. Adds no problem.
    Optional<String> text() {
        try {
            return node instanceof ScalarNode scalar
                    ? Optional.of(references.resolve(scalar.getValue()))
                    : Optional.empty();
        } catch (UnresolvedReference e) {
            return Optional.empty();
        }
    }

    /// The value as a scalar, references resolved.
    public <T> Optional<T> scalar(ValueParser<T> parser) {
        if (!(node instanceof ScalarNode scalar) || node.getTag().equals(Tag.NULL)) {
            problem("must be a single value");
            return Optional.empty();
        }
        try {
            return Optional.of(parser.parse(references.resolve(scalar.getValue())));
        } catch (UnresolvedReference e) {
            problem(e.what());
        } catch (InvalidValue e) {
            problem(e.what());
        }
        return Optional.empty();
    }

    YamlNode child(Node child, String childPath) {
        return new YamlNode(child, childPath, problems, references);
    }

    DocumentProblems problems() {
        return problems;
    }
}
