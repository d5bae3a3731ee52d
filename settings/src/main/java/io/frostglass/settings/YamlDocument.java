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

/// Reads a YAML 1.2 document into a Java type. It reports all problems, each with line and path, and resolves
/// references to secrets.
public final class YamlDocument {

    /// Largest document, in characters: some 30,000 cameras.
    public static final int MAX_CHARACTERS = 8 * 1024 * 1024;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_ALIASES = 50;

    private YamlDocument() {}

    /// Reads a document whose top is a mapping. Any problem refuses it.
    ///
    /// @param reader reads the top; returns empty only if it added problems
    /// @throws InvalidDocument with all problems
    public static <T> T read(String text, SecretReferences references, Function<YamlMapping, Optional<T>> reader)
            throws InvalidDocument {
        PartialDocument<T> document = readElements(text, references, reader);
        if (document.refusedElements() > 0) {
            throw new InvalidDocument(document.problems());
        }
        return document.value();
    }

    /// Reads a document whose top is a mapping. Problems of elements (see [YamlMapping#elements]) refuse only those.
    ///
    /// @param reader reads the top; returns empty only if it added problems
    /// @throws InvalidDocument with all problems, if the document itself has one
    public static <T> PartialDocument<T> readElements(
            String text, SecretReferences references, Function<YamlMapping, Optional<T>> reader)
            throws InvalidDocument {
        var problems = new DocumentProblems();
        var top = new YamlNode(compose(text), "", problems, references);
        var value = top.mapping().flatMap(reader);
        if (problems.count() > 0) {
            throw new InvalidDocument(problems.all());
        }
        return new PartialDocument<>(value.orElseThrow(), problems.elements(), problems.ofElements());
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
            throw invalid(line(e.getProblemMark()), "is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            // Its message may quote the document.
            throw invalid(0, "is not YAML, or has more than " + MAX_ALIASES + " aliases");
        }
    }

    /// The composer recurses: a few kilobytes of brackets would overflow the stack.
    private static void limitDepth(Iterable<Event> events) throws InvalidDocument {
        int depth = 0;
        for (var event : events) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > MAX_DEPTH) {
                throw invalid(line(event.getStartMark()), "is nested more than " + MAX_DEPTH + " deep");
            }
        }
    }

    /// Counted from 1; 0 if there is no mark.
    static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(-1) + 1;
    }

    static InvalidDocument invalid(int line, String what) {
        return new InvalidDocument(List.of(new DocumentProblem(line, "", what)));
    }
}
