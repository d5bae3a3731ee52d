package io.frostglass.settings;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// A YAML 1.2 document that a person wrote, read into a type of ours. All its problems are told, each with line and
/// path. References to secrets in its values are resolved.
public final class YamlDocument {

    /// Largest document, in characters: some 30,000 cameras.
    public static final int MAX_CHARACTERS = 8 * 1024 * 1024;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_ALIASES = 50;

    private YamlDocument() {}

    /// Reads a document whose top is a mapping, and in which everything must be right.
    ///
    /// @param reader reads the top; its answer is empty only where it met problems
    /// @throws InvalidDocument with all problems
    public static <T> T read(String text, SecretReferences references, Function<YamlMapping, Optional<T>> reader)
            throws InvalidDocument {
        PartialDocument<T> partialDocument = readElements(text, references, reader);
        if (partialDocument.refusedElements() > 0) {
            throw new InvalidDocument(partialDocument.problems());
        }
        return partialDocument.value();
    }

    /// Reads a document whose top is a mapping. Elements that are wrong (see [YamlMapping#elements]) do not spoil it.
    ///
    /// @param reader reads the top; its answer is empty only where it met problems
    /// @throws InvalidDocument with all problems, where there are any but those of elements
    public static <T> PartialDocument<T> readElements(
            String text, SecretReferences references, Function<YamlMapping, Optional<T>> reader)
            throws InvalidDocument {
        var documentProblems = new DocumentProblems();
        var top = new YamlNode(compose(text), "", documentProblems, references);
        var value = top.mapping().flatMap(reader);
        if (documentProblems.count() > 0) {
            throw new InvalidDocument(documentProblems.all());
        }
        return new PartialDocument<>(value.orElseThrow(), documentProblems.elements(), documentProblems.ofElements());
    }

    private static Node compose(String text) throws InvalidDocument {
        if (text.length() > MAX_CHARACTERS) {
            throw invalid(0, "is longer than " + MAX_CHARACTERS + " characters");
        }
        var settings = LoadSettings.builder()
                .setCodePointLimit(MAX_CHARACTERS)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setAllowRecursiveKeys(false)
                .build();
        try {
            limitDepth(new Parse(settings).parseString(text));
            return new Compose(settings).composeString(text).orElseThrow(() -> invalid(0, "is empty"));
        } catch (MarkedYamlEngineException e) {
            throw invalid(e.getProblemMark().map(Mark::getLine).orElse(-1) + 1, "is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            // Its message may hold what the document does.
            throw invalid(0, "is not YAML, or has more than " + MAX_ALIASES + " aliases");
        }
    }

    /// The composer recurses; without a limit a few kilobytes of brackets would end in a stack overflow.
    private static void limitDepth(Iterable<Event> events) throws InvalidDocument {
        int depth = 0;
        for (var event : events) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > MAX_DEPTH) {
                throw invalid(
                        event.getStartMark().map(Mark::getLine).orElse(-1) + 1,
                        "is nested more than " + MAX_DEPTH + " deep");
            }
        }
    }

    private static InvalidDocument invalid(int line, String what) {
        return new InvalidDocument(List.of(new DocumentProblem(line, "", what)));
    }
}
