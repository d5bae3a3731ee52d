package io.frostglass.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One value of a YAML document: a mapping, a list or a scalar, with where it stands. What cannot be read is added to
/// the document's problems, and the answer is empty.
public final class YamlNode {

    private final Node node;
    private final String path;
    private final DocumentProblems documentProblems;
    private final SecretReferences references;

    YamlNode(Node node, String path, DocumentProblems documentProblems, SecretReferences references) {
        this.node = node;
        this.path = path;
        this.documentProblems = documentProblems;
        this.references = references;
    }

    /// Its line, counted from 1.
    public int line() {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    /// Where it is in the document, such as `sites[0].cameras[2]`.
    public String path() {
        return path;
    }

    /// Whether it is a mapping, for values that may be written short or long.
    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    /// Adds a problem of this value.
    ///
    /// @param what what is wrong, without the value
    public void problem(String what) {
        documentProblems.add(line(), path, what);
    }

    /// The value as a mapping.
    public Optional<YamlMapping> mapping() {
        if (node instanceof MappingNode mapping) {
            return Optional.of(YamlMapping.of(this, mapping));
        }
        problem("must be a mapping of keys to values");
        return Optional.empty();
    }

    /// The value as a list, each item read by `reader`, which answers empty for an item with problems.
    public <T> Optional<List<T>> list(Function<YamlNode, Optional<T>> reader) {
        if (!(node instanceof SequenceNode)) {
            problem("must be a list");
            return Optional.empty();
        }
        var mark = documentProblems.mark();
        var items = new ArrayList<T>();
        items().forEach(item -> reader.apply(item).ifPresent(items::add));
        return documentProblems.since(mark) ? Optional.empty() : Optional.of(List.copyOf(items));
    }

    /// The value as a list of elements, each read by `reader`. One with problems does not spoil the others: what the
    /// reader answers for it (nothing, or the element as it was before) is in the list, and its problems are told.
    public <T> Optional<List<T>> elements(Function<YamlNode, Optional<T>> reader) {
        if (!(node instanceof SequenceNode)) {
            problem("must be a list");
            return Optional.empty();
        }
        var elements = new ArrayList<T>();
        items().forEach(item -> item.element(reader).ifPresent(elements::add));
        return Optional.of(List.copyOf(elements));
    }

    /// What the reader makes of this; its problems are those of an element, and do not spoil the document.
    <T> Optional<T> element(Function<YamlNode, Optional<T>> reader) {
        var mark = documentProblems.mark();
        Optional<T> element = reader.apply(this);
        documentProblems.leaveOutSince(mark);
        return element;
    }

    /// What a list holds; nothing, if it is no list.
    List<YamlNode> items() {
        var items = new ArrayList<YamlNode>();
        if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                items.add(child(sequence.getValue().get(i), path + "[" + i + "]"));
            }
        }
        return items;
    }

    /// The value under a key, if this is a mapping that has it. Nothing is a problem here.
    Optional<YamlNode> child(String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode word
                                && word.getValue().equals(key))
                        .map(tuple -> child(tuple.getValueNode(), path + "." + key))
                        .findFirst()
                : Optional.empty();
    }

    /// The value as it is written, references resolved, if it is a scalar. Nothing is a problem here.
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
        return new YamlNode(child, childPath, documentProblems, references);
    }

    DocumentProblems documentProblems() {
        return documentProblems;
    }
}
