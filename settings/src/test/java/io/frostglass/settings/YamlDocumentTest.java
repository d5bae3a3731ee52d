package io.frostglass.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YamlDocumentTest {

    private static final SecretReferences REFERENCES = SecretReferences.of(Map.of("COLOUR", "red")::get);

    private record Door(String name, int width, Optional<String> colour) {}

    private record House(List<Door> doors, boolean lit) {}

    private static Optional<Door> door(YamlNode node) {
        return node.mapping().flatMap(yaml -> {
            var name = yaml.required("name", ValueParser.text(10));
            var width = yaml.optional("width", 80, ValueParser.integer(40, 400));
            var colour = yaml.optional("colour", ValueParser.text(10));
            return yaml.build(() -> new Door(name.get(), width.get(), colour.get()));
        });
    }

    private static House read(String text) throws InvalidDocument {
        return YamlDocument.read(text, REFERENCES, yaml -> {
            var doors = yaml.requiredList("doors", YamlDocumentTest::door);
            var lit = yaml.optional("lit", false, ValueParser.bool());
            return yaml.build(() -> new House(doors.get(), lit.get()));
        });
    }

    private static List<String> problemsOf(String text) {
        return catchThrowableOfType(InvalidDocument.class, () -> read(text)).problems().stream()
                .map(DocumentProblem::toString)
                .toList();
    }

    @Test
    void readsADocumentWithItsReferences() throws InvalidDocument {
        var house = read("""
                doors:
                  - {name: front, width: 90, colour: "${env:COLOUR}"}
                  - name: back
                """);

        assertThat(house)
                .isEqualTo(new House(
                        List.of(new Door("front", 90, Optional.of("red")), new Door("back", 80, Optional.empty())),
                        false));
    }

    @Test
    void tellsAllProblemsWithLineAndPath() {
        assertThat(problemsOf("""
                doors:
                  - width: wide
                    colour: ${env:NOT_THERE}
                  - name: back
                    handle: left
                    name: front
                lit: maybe
                """))
                .containsExactly(
                        "line 2: doors[0]: \"name\" is missing",
                        "line 2: doors[0].width: must be a whole number from 40 to 400",
                        "line 3: doors[0].colour: environment variable NOT_THERE is not set",
                        "line 5: doors[1].handle: is not a setting that is known here",
                        "line 6: doors[1].name: is there twice",
                        "line 7: lit: must be one of false, true");
    }

    @Test
    void tellsWrongKindsOfValues() {
        assertThat(problemsOf("doors: front")).containsExactly("line 1: doors: must be a list");
        assertThat(problemsOf("doors: []")).containsExactly("line 1: doors: must not be empty");
        assertThat(problemsOf("doors: [[]]")).containsExactly("line 1: doors[0]: must be a mapping of keys to values");
        assertThat(problemsOf("doors: [{name: }]")).containsExactly("line 1: doors[0].name: must be a single value");
        assertThat(problemsOf("doors: [{name: [a]}]")).containsExactly("line 1: doors[0].name: must be a single value");
        assertThat(problemsOf("- doors")).containsExactly("line 1: must be a mapping of keys to values");
        assertThat(problemsOf("")).containsExactly("is empty");
    }

    @Test
    void tellsTheLineOfBrokenSyntax() {
        assertThat(problemsOf("doors:\n  - name: front\n lit: true\n"))
                .singleElement()
                .asString()
                .startsWith("line 3: ");
        assertThat(problemsOf("doors: [")).singleElement().asString().contains("is not YAML");
    }

    @Test
    void limitsDepthAliasesAndLength() {
        String bomb = "a0: &a0 [x]\n" + "b: [" + "*a0, ".repeat(60) + "]\n";

        assertThat(problemsOf("doors: " + "[".repeat(100_000))).containsExactly("line 1: is nested more than 32 deep");
        assertThat(problemsOf(bomb)).singleElement().asString().contains("aliases");
        assertThat(problemsOf("#".repeat(YamlDocument.MAX_CHARACTERS + 1)))
                .singleElement()
                .asString()
                .contains("is longer than");
    }

    @Test
    void doesNotRepeatAWrongValue() {
        assertThat(problemsOf("doors: [{name: whsec_very-secret-value}]").toString())
                .doesNotContain("whsec");
    }

    private record Street(List<Door> doors, Map<String, Integer> lamps, Optional<Door> gate) {}

    private static PartialDocument<Street> readStreet(String text) throws InvalidDocument {
        var names = new ElementIds("door", "name");
        return YamlDocument.readElements(text, REFERENCES, yaml -> {
            names.note(yaml.node("doors"));
            var doors = yaml.requiredElements(
                    "doors",
                    node -> node.mapping().flatMap(door -> {
                        var name = door.required("name", names.unique(ValueParser.text(10)));
                        return door.build(() -> new Door(name.get(), 80, Optional.empty()));
                    }));
            var lamps = yaml.mapping(
                    "lamps",
                    all -> Optional.of(all.named(
                            (_, node) -> node.scalar(ValueParser.integer(1, 9)),
                            name -> name.equals("old") ? Optional.of(7) : Optional.empty())));
            var gate = yaml.element("gate", section -> {
                var name = section.required("name", ValueParser.text(10));
                return section.build(() -> new Door(name.get(), 80, Optional.empty()));
            });
            return yaml.build(() -> new Street(doors.get(), lamps.get(), gate));
        });
    }

    @Test
    void takesTheElementsThatAreRight() throws InvalidDocument {
        // When
        var partialDocument = readStreet("""
                doors:
                  - name: front
                  - nome: back
                  - name: side
                  - just a word
                  - name: twin
                  - {name: twin, colour: blue}
                lamps: {left: 3, right: 30, old: x}
                gate: {name: garden, lock: true}
                """);

        // Then
        assertThat(partialDocument.value().doors()).extracting(Door::name).containsExactly("front", "side");
        assertThat(partialDocument.value().lamps()).isEqualTo(Map.of("left", 3, "old", 7));
        assertThat(partialDocument.value().gate()).isEmpty();
        assertThat(partialDocument.refusedElements()).isEqualTo(7);
        assertThat(partialDocument.problems())
                .extracting(DocumentProblem::toString)
                .containsExactly(
                        "line 3: doors[1]: \"name\" is missing",
                        "line 3: doors[1].nome: is not a setting that is known here",
                        "line 5: doors[3]: must be a mapping of keys to values",
                        "line 6: doors[4].name: is the name of another door, too: lines 6, 7",
                        "line 7: doors[5].name: is the name of another door, too: lines 6, 7",
                        "line 7: doors[5].colour: is not a setting that is known here",
                        "line 8: lamps.right: must be a whole number from 1 to 9",
                        "line 8: lamps.old: must be a whole number from 1 to 9",
                        "line 9: gate.lock: is not a setting that is known here");
    }

    @Test
    void takesANameThatIsThereTwiceNeitherTime() throws InvalidDocument {
        // When
        var partialDocument = readStreet("""
                doors: [{name: front}]
                lamps:
                  left: 3
                  left: 4
                  right: 5
                """);

        // Then
        assertThat(partialDocument.value().lamps()).isEqualTo(Map.of("right", 5));
        assertThat(partialDocument.problems())
                .extracting(DocumentProblem::toString)
                .containsExactly("line 4: lamps.left: is there twice: from line 3");
    }

    @Test
    void refusesADocumentOfWhichNothingIsLeftOrWhoseTopIsWrong() {
        assertThat(catchThrowableOfType(InvalidDocument.class, () -> readStreet("doors: [{nome: a}]\nlamps: {}"))
                        .problems())
                .extracting(DocumentProblem::path)
                .containsExactly("doors[0]", "doors[0].nome");
        assertThat(catchThrowableOfType(
                                InvalidDocument.class, () -> readStreet("doors: [{name: a}]\nlamps: {}\nlamp: {}"))
                        .problems())
                .extracting(DocumentProblem::path)
                .containsExactly("lamp");
    }

    @Test
    void tellsAHundredProblemsAndCountsAllElements() throws InvalidDocument {
        // When
        var partialDocument = readStreet("doors:\n  - name: front\n" + "  - {}\n".repeat(2_000) + "lamps: {}");

        // Then
        assertThat(partialDocument.value().doors()).hasSize(1);
        assertThat(partialDocument.refusedElements()).isEqualTo(2_000);
        assertThat(partialDocument.problems()).hasSize(100);
    }
}
