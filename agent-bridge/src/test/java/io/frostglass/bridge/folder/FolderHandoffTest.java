package io.frostglass.bridge.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.tools.ProblemType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderHandoffTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path temp;

    private TestFolder folder;

    @BeforeEach
    void open() throws Exception {
        folder = TestFolder.open(temp.resolve("hand-off"));
    }

    @AfterEach
    void close() throws Exception {
        folder.close();
    }

    @Test
    void showsAnEventByAReferenceAndItsPictureBesideIt() throws Exception {
        // When
        String reference = folder.show();

        // Then
        assertThat(folder.names("input")).containsExactly(reference + ".jpg", reference + ".json");
        var json = TestFolder.json(folder.path.resolve("input").resolve(reference + ".json"));
        assertThat(json.path("reference").textValue()).isEqualTo(reference);
        assertThat(json.path("thumbnail").textValue()).isEqualTo(reference + ".jpg");
        assertThat(json.path("camera_id").textValue()).isEqualTo("cam-1");
        assertThat(json.has("ephemeral_token") || json.has("thumbnail_base64")).isFalse();
        assertThat(Files.readAllBytes(folder.path.resolve("input").resolve(reference + ".jpg")))
                .containsExactly(0xff, 0xd8, 0xff);
    }

    @Test
    void takesAnAnswerAndPutsItAwayWithWhatCameOfIt() throws Exception {
        // Given
        String reference = folder.show();
        folder.answer(reference, TestFolder.RAISE);

        // When
        folder.look();

        // Then
        assertThat(folder.gateway.requests()).hasSize(1);
        assertThat(folder.gateway.requests().getFirst().decision().summary()).contains("A person at the gate");
        assertThat(folder.names("input")).isEmpty();
        assertThat(folder.names("output")).isEmpty();
        assertThat(folder.names("archive"))
                .containsExactly(
                        "20260118T123456.000Z-" + reference + ".answer.json",
                        "20260118T123456.000Z-" + reference + ".result.json");
        assertThat(folder.result().path("result").textValue()).isEqualTo("taken");
        assertThat(folder.result().path("outcome").textValue()).isEqualTo("raised");
        assertThat(folder.result().path("reference").textValue()).isEqualTo(reference);
    }

    @Test
    void saysWhatIsWrongWithAnAnswerAndTakesABetterOne() throws Exception {
        // Given
        String reference = folder.show();
        folder.answer(reference, "{\"decision\":\"raise\",\"severity\":\"loud\"}");
        folder.look();
        folder.look(SECOND);
        assertThat(folder.result().path("what").textValue())
                .startsWith("severity must be info, warning, error or critical.");
        assertThat(folder.result().path("may_answer_again").booleanValue()).isTrue();
        assertThat(folder.names("input")).hasSize(2);

        // When
        folder.answer(reference, TestFolder.DISMISS);
        folder.look();

        // Then
        assertThat(folder.gateway.requests()).hasSize(1);
        assertThat(folder.results()).hasSize(2);
    }

    @Test
    void waitsForWhatIsHalfWritten() throws Exception {
        // Given
        String reference = folder.show();
        folder.answer(reference, "");
        folder.look();
        folder.answer(reference, TestFolder.RAISE.substring(0, 20));
        folder.look(SECOND);
        assertThat(folder.names("archive")).isEmpty();

        // When
        folder.answer(reference, TestFolder.RAISE);
        folder.look(SECOND);

        // Then
        assertThat(folder.result().path("result").textValue()).isEqualTo("taken");
    }

    @Test
    void leavesAnAnswerWhereItIsUntilTheGatewayHasTakenIt() throws Exception {
        // Given
        String reference = folder.show();
        folder.gateway.declines(ProblemType.UNAVAILABLE, ProblemType.UNAVAILABLE);
        folder.answer(reference, TestFolder.RAISE);
        folder.look();
        folder.look(Duration.ofMillis(250));
        assertThat(folder.gateway.requests()).hasSize(1);
        folder.look(SECOND);
        assertThat(folder.names("output")).containsExactly(reference + ".json");
        assertThat(folder.names("archive")).isEmpty();

        // When
        folder.look(SECOND.multipliedBy(2));

        // Then
        assertThat(folder.gateway.requests())
                .hasSize(3)
                .extracting(request -> request.attemptId())
                .containsOnly(folder.gateway.requests().getFirst().attemptId());
        assertThat(folder.result().path("result").textValue()).isEqualTo("taken");
        assertThat(folder.said().lines())
                .containsExactly(
                        "frostglass: the gateway cannot be reached (decisions); trying again",
                        "frostglass: the gateway takes requests again (decisions)");
    }

    @Test
    void staysWithWhatItHasSentThoughAnotherAnswerIsWrittenOverIt() throws Exception {
        // Given
        String reference = folder.show();
        folder.gateway.declines(ProblemType.UNAVAILABLE);
        folder.answer(reference, TestFolder.RAISE);
        folder.look();

        // When
        folder.answer(reference, TestFolder.DISMISS);
        folder.look(SECOND);

        // Then
        assertThat(folder.gateway.requests())
                .extracting(request -> request.decision().outcome())
                .containsExactly(AgentOutcome.raised, AgentOutcome.raised);
        assertThat(folder.names("archive")).hasSize(2);
        assertThat(Files.readString(folder.path
                        .resolve("archive")
                        .resolve(folder.names("archive").getFirst())))
                .isEqualTo(TestFolder.RAISE);
        folder.look(SECOND.multipliedBy(2));
        assertThat(folder.results().getLast().path("what").textValue()).startsWith("There is no such event any more");
        assertThat(folder.gateway.requests()).hasSize(2);
    }

    @Test
    void waitsAsLongAsTheGatewaySays() throws Exception {
        // Given
        String reference = folder.show();
        folder.gateway.declines(ProblemType.PAUSED, SECOND.multipliedBy(30));
        folder.answer(reference, TestFolder.RAISE);
        folder.look();
        folder.look(SECOND.multipliedBy(29));
        assertThat(folder.gateway.requests()).hasSize(1);

        // When
        folder.look(SECOND);

        // Then
        assertThat(folder.result().path("result").textValue()).isEqualTo("taken");
    }

    @Test
    void letsNoOtherEventWaitForALimitThatMayBeOfOneSiteAlone() throws Exception {
        // Given
        String first = folder.show();
        String second = folder.show();
        folder.gateway.declines(ProblemType.TOO_MUCH, Duration.ofMinutes(1));
        folder.answer(first, TestFolder.RAISE);
        folder.look();

        // When
        folder.answer(second, TestFolder.RAISE);
        folder.look();

        // Then
        assertThat(folder.names("output")).containsExactly(first + ".json");
        assertThat(folder.result().path("reference").textValue()).isEqualTo(second);
        folder.look(SECOND.multipliedBy(59));
        assertThat(folder.gateway.requests()).hasSize(2);
        folder.look(SECOND);
        assertThat(folder.gateway.requests()).hasSize(3);
        assertThat(folder.names("output")).isEmpty();
    }

    @Test
    void givesUpOnlyWhenTheEventExpires() throws Exception {
        // Given
        String reference = folder.show();
        folder.gateway.declines(ProblemType.PAUSED, ProblemType.PAUSED);
        folder.answer(reference, TestFolder.RAISE);
        folder.look();

        // When
        folder.look(Duration.ofMinutes(4));

        // Then
        assertThat(folder.result().path("result").textValue()).isEqualTo("expired");
        assertThat(folder.names("input")).isEmpty();
        assertThat(folder.names("output")).isEmpty();
    }

    @Test
    void endsAnEventWhoseTokenIsRefused() throws Exception {
        // Given
        String reference = folder.show();
        folder.gateway.declines(ProblemType.TOKEN_REFUSED);
        folder.answer(reference, TestFolder.RAISE);

        // When
        folder.look();

        // Then
        assertThat(folder.result().path("may_answer_again").booleanValue()).isFalse();
        assertThat(folder.names("input")).isEmpty();
    }

    @Test
    void letsWordsThatTheGuardRefusesBeSaidAnew() throws Exception {
        // Given
        String reference = folder.show();
        folder.gateway.declines(ProblemType.INVALID);
        folder.answer(reference, TestFolder.RAISE);
        folder.look();
        assertThat(folder.result().path("may_answer_again").booleanValue()).isTrue();

        // When
        folder.answer(reference, TestFolder.RAISE);
        folder.look();

        // Then
        assertThat(folder.names("archive")).hasSize(4).contains("20260118T123456.000Z-" + reference + "-2.result.json");
        assertThat(folder.names("input")).isEmpty();
    }

    @Test
    void takesAwayWhatNobodyHasAnsweredInTime() throws Exception {
        // Given
        folder.show();

        // When
        folder.look(Duration.ofMinutes(4));

        // Then
        assertThat(folder.names("input")).isEmpty();
        assertThat(folder.names("archive")).isEmpty();
    }

    @Test
    void showsAnEventOnceHoweverOftenItIsListed() throws Exception {
        // Given
        var event = folder.event();
        String reference = folder.show(event);
        folder.answer(reference, TestFolder.DISMISS);
        folder.look();

        // When
        folder.handoff.show(event);

        // Then
        assertThat(folder.names("input")).isEmpty();
    }

    @Test
    void showsNothingThatCannotBeDecided() throws Exception {
        // When
        folder.handoff.show(folder.event().put("event_id", "../../evt"));
        folder.handoff.show(folder.event().put("expires_at", "soon"));
        folder.handoff.show(
                folder.event().put("expires_at", folder.clock.instant().toString()));
        folder.handoff.show(folder.event().put("ephemeral_token", ""));

        // Then
        assertThat(folder.names("input")).isEmpty();
    }

    @Test
    void hasRoomForSoManyEventsAndNoMore() throws Exception {
        // When
        for (int i = 0; i < InputFolder.MAX; i++) {
            assertThat(folder.handoff.hasRoom()).isTrue();
            folder.handoff.show(folder.event());
        }

        // Then
        assertThat(folder.handoff.hasRoom()).isFalse();
        folder.look(Duration.ofMinutes(4));
        assertThat(folder.handoff.hasRoom()).isTrue();
    }

    @Test
    void clearsWhatAnEarlierSessionHasLeftAndNothingElse() throws Exception {
        // Given
        String old = "0123456789abcdef0123456789abcdef";
        Files.writeString(folder.path.resolve("input").resolve(old + ".json"), "{}");
        Files.writeString(folder.path.resolve("input").resolve("." + old + ".jpg.new"), "");
        Files.writeString(folder.path.resolve("input").resolve("notes.txt"), "mine");
        folder.answer(old, TestFolder.RAISE);
        Files.writeString(folder.output("draft.txt"), "mine");

        // When
        folder.handoff.clear();

        // Then
        assertThat(folder.names("input")).containsExactly("notes.txt");
        assertThat(folder.names("output")).containsExactly("draft.txt");
        assertThat(folder.result().path("result").textValue()).isEqualTo("stale");
        assertThat(folder.said()).contains("input/notes.txt is not ours: left alone");
    }

    @Test
    void leavesNothingBehindWhenItEnds() throws Exception {
        // Given
        String reference = folder.show();
        folder.show();
        folder.gateway.declines(ProblemType.UNAVAILABLE);
        folder.answer(reference, TestFolder.RAISE);
        folder.look();

        // When
        folder.handoff.clear();

        // Then
        assertThat(folder.names("input")).isEmpty();
        assertThat(folder.names("output")).isEmpty();
        assertThat(folder.result().path("result").textValue()).isEqualTo("stale");
    }

    @Test
    void keepsTheArchiveForAWeek() throws Exception {
        // Given
        Files.writeString(folder.path.resolve("archive").resolve("kept.txt"), "mine");
        folder.answer(folder.show(), TestFolder.RAISE);
        folder.look();

        // When
        folder.look(AnswerArchive.LONGEST.plus(SECOND));

        // Then
        assertThat(folder.names("archive")).containsExactly("kept.txt");
    }
}
