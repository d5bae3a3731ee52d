package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AuthorizedMotion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Starts the command as an administrator does, as a process of its own, and is the agent that sees only files.
@Tag("broker")
class FolderTest extends GatewayTest {

    private static final String ABSENT = "key-of-an-agent-of-other-hours";

    private static Process serve(Path workspace, String key, Path said) throws IOException {
        Path keyFile = Files.writeString(folder.resolve("agent.key"), key + "\n");
        return new ProcessBuilder(BridgeProcess.command(
                        "--folder",
                        workspace.toString(),
                        "--url",
                        fixture.url().toString(),
                        "--key-file",
                        keyFile.toString()))
                .redirectError(said.toFile())
                .start();
    }

    /// The file that an event is in, once it is there.
    private static Path shown(Path workspace, AuthorizedMotion event) {
        var found = new HashSet<Path>();
        eventually("the event is in a file", () -> {
            files(workspace.resolve("input")).stream()
                    .filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> content(file).contains(event.getEventId()))
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.iterator().next();
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException | UncheckedIOException e) {
            // Not there yet, or changing at this moment.
            return List.of();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void handsAnEventToAnAgentAndItsAnswerToTheGateway() throws Exception {
        // Given
        Path workspace = folder.resolve("hand-off");
        Path said = folder.resolve("said.txt");
        var process = serve(workspace, TestAgents.KEY, said);
        var event = fixture.mint().event("site-1", "cam-1");
        var contents = new HashSet<String>();
        try {
            Path file = shown(workspace, event);
            look(workspace, contents);
            assertThat(fieldsOf(content(file)))
                    .containsExactlyInAnyOrderElementsOf(fieldsThatAreShown(event.getEventId()));

            // When
            Files.writeString(
                    workspace.resolve("output").resolve(file.getFileName()),
                    "{\"decision\":\"raise\",\"severity\":\"warning\",\"summary\":\"A person at the gate\"}");

            // Then
            eventually("the answer is taken", () -> {
                look(workspace, contents);
                return contents.stream().anyMatch(content -> content.contains("\"taken\""));
            });
            assertThat(fixture.cluster().decisions())
                    .filteredOn(decision -> decision.getEventId().equals(event.getEventId()))
                    .singleElement()
                    .satisfies(decision -> assertThat(decision.getOutcome()).isEqualTo(AgentOutcome.raised));
            assertThat(file).doesNotExist();
            var next = fixture.mint().event("site-1", "cam-2");
            shown(workspace, next);
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor()).isZero();
        assertThat(files(workspace.resolve("input"))).isEmpty();
        look(workspace, contents);
        contents.add(Files.readString(said, UTF_8));
        assertThat(contents).noneMatch(content -> content.contains("eyJ") || content.contains(TestAgents.KEY));
        assertThat(contents).anyMatch(content -> content.contains("\"reference\""));
    }

    /// All that the gateway shows, but the token, and a picture's name for the picture.
    private static List<String> fieldsThatAreShown(String eventId) throws IOException {
        var fields = new ArrayList<>(
                fieldsOf(fixture.agent().get("/v1/events/" + eventId).body()));
        fields.removeAll(List.of("ephemeral_token", "thumbnail_base64"));
        fields.addAll(List.of("reference", "thumbnail"));
        return fields;
    }

    private static List<String> fieldsOf(String json) throws IOException {
        var fields = new ArrayList<String>();
        new JsonMapper().readTree(json).fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    /// Adds what is in all files now.
    private static void look(Path workspace, Set<String> contents) {
        files(workspace).forEach(file -> contents.add(content(file)));
    }

    @Test
    void waitsForTheHoursOfItsAgent() throws Exception {
        // Given
        Path agents = folder.resolve("agents.yaml");
        Files.writeString(
                agents, Files.readString(agents) + """
                  - id: absent
                    keys: [%s]
                    hours: %s
                """.formatted(TestAgents.digest(ABSENT), TestAgents.otherHours()));
        var http = fixture.agent(ABSENT);
        eventually("the agent is out of hours", () -> http.get("/v1/events").status(), it -> it == 403);
        Path workspace = folder.resolve("hours");
        Path said = folder.resolve("hours.txt");
        var process = serve(workspace, ABSENT, said);
        try {
            eventually(
                    "the bridge says that the agent is out of hours",
                    () -> content(said).contains("may come at other hours (events)"));

            // When
            Files.writeString(agents, Files.readString(agents).replaceAll("    hours: .*\n", ""));

            // Then
            shown(workspace, fixture.mint().event("site-1", "cam-1"));
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void endsWhenItsKeyIsNotKnown() throws Exception {
        // Given
        Path said = folder.resolve("refused.txt");

        // When
        var process = serve(folder.resolve("refused"), "an-unknown-key-of-somebody", said);

        // Then
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(said).content().contains("does not know this API key");
    }
}
