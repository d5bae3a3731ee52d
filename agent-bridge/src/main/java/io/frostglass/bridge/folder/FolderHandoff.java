package io.frostglass.bridge.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.bridge.folder.OpenEvent.Sent;
import io.frostglass.bridge.folder.OutputFolder.AnswerFile;
import io.frostglass.settings.Secret;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.ApiResponse;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.tools.MisuseReport;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.decisions.Decision;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Hands events to an agent as files, and its answers to the gateway. All that it does, it does when it is told to:
/// [#begin], then [#show] and [#look] again and again, then [#end]. For one thread.
///
/// ```
/// event ──▶ input/<reference>.json ──▶ the agent ──▶ output/<reference>.json
///                                                        │ read, checked
///                      not fit: answer again ◀── archive/│
///                                                        ▼
///                                            gateway ── later ──▶ stays in output/, asked again until the event
/// expires
///                                               │ taken, or refused for good
///                                               ▼
///                                  archive/, and out of input/
/// ```
final class FolderHandoff {

    /// The gateway may take the same later.
    private static final Set<ProblemType> LATER = EnumSet.of(
            ProblemType.UNAVAILABLE,
            ProblemType.BUSY,
            ProblemType.PAUSED,
            ProblemType.STOPPING,
            ProblemType.INTERNAL_ERROR,
            ProblemType.OUTSIDE_HOURS,
            ProblemType.UNAUTHORIZED,
            ProblemType.FORBIDDEN);

    /// The gateway will not take anything about this event.
    private static final Set<ProblemType> NEVER = EnumSet.of(ProblemType.TOKEN_REFUSED, ProblemType.NO_SUCH_EVENT);

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private static final String AGAIN = " Correct it and write it again, under the same name.";

    private final InputFolder inputFolder;
    private final OutputFolder outputFolder;
    private final AnswerArchive answerArchive;
    private final AgentApi agentApi;
    private final Clock clock;
    private final UserConsole userConsole;
    private final GatewayBackoff gatewayBackoff;
    private Instant notBefore = Instant.MIN;
    private Instant nextTrim = Instant.MIN;

    FolderHandoff(Workspace workspace, AgentApi agentApi, Clock clock, UserConsole userConsole) {
        this.answerArchive = new AnswerArchive(workspace, clock);
        this.inputFolder = new InputFolder(workspace.input(), userConsole);
        this.outputFolder = new OutputFolder(workspace.output(), answerArchive, clock, userConsole);
        this.agentApi = agentApi;
        this.clock = clock;
        this.userConsole = userConsole;
        this.gatewayBackoff = new GatewayBackoff(userConsole, "decisions");
    }

    /// Clears what an earlier session has left.
    void begin() throws IOException {
        inputFolder.clear();
        outputFolder.clear();
    }

    /// Clears what this one leaves.
    void end() throws IOException {
        inputFolder.clear();
        outputFolder.clear();
    }

    /// Whether another event may be shown.
    boolean hasRoom() {
        return inputFolder.hasRoom();
    }

    /// Shows an event.
    ///
    /// @param event as `GET /v1/events` has it
    void show(ObjectNode event) throws IOException {
        inputFolder.show(event, clock.instant());
    }

    /// Takes the answers that are there, tries again what is under way, and takes away what has expired.
    void look() throws IOException, InterruptedException {
        for (AnswerFile answerFile : outputFolder.look()) {
            try {
                receive(answerFile);
            } catch (IOException e) {
                outputFolder.failed(answerFile.name());
            }
        }
        Instant now = clock.instant();
        for (OpenEvent event : inputFolder.all()) {
            if (event.sent().isPresent() && event.isDue(now) && !now.isBefore(notBefore)) {
                decide(event, event.sent().get());
            }
            if (inputFolder.find(event.reference()).isPresent() && !now.isBefore(event.expiresAt())) {
                expire(event);
            }
        }
        inputFolder.forget(now);
        if (!now.isBefore(nextTrim)) {
            answerArchive.trim();
            nextTrim = answerArchive.nextTrim();
        }
    }

    private void receive(AnswerFile answerFile) throws IOException, InterruptedException {
        Optional<OpenEvent> event = inputFolder.find(answerFile.reference());
        if (event.isEmpty()) {
            if (answerFile.settled()) {
                answerArchive.answer(
                        answerFile.name(),
                        answerFile.fileSnapshot(),
                        outputFolder.answer(answerFile.name(), answerFile.fileSnapshot()),
                        answerFile.reference(),
                        AnswerResult.refused("There is no such event any more: it was decided, or it has expired."));
            }
        } else if (event.get().sent().isEmpty()) {
            read(answerFile, event.get());
        }
    }

    /// What is complete is taken at once. What is not may be half written, as long as somebody writes to it.
    private void read(AnswerFile answerFile, OpenEvent event) throws IOException, InterruptedException {
        if (answerFile.fileSnapshot().size() > AnswerBody.MAX_BYTES) {
            refuse(answerFile, event, "It is larger than " + AnswerBody.MAX_BYTES + " bytes.");
            return;
        }
        Optional<byte[]> content;
        try {
            content = outputFolder.read(answerFile);
        } catch (AccessDeniedException e) {
            // Temporary files are their owner's alone with many programs, and the agent may have another account.
            refuse(answerFile, event, "Its rights forbid to read it.");
            return;
        }
        if (content.isEmpty()) {
            return;
        }
        switch (AnswerBody.parse(content.get())) {
            case AnswerBody.ParsedAnswer.ValidAnswer(Decision decision) ->
                event.send(new Sent(answerFile.fileSnapshot(), Secret.of(content.get()), decision));
            case AnswerBody.ParsedAnswer.InvalidAnswer(String what) -> refuse(answerFile, event, what);
        }
    }

    /// It is no answer: nothing of it is kept.
    private void refuse(AnswerFile answerFile, OpenEvent event, String what) throws IOException, InterruptedException {
        if (answerFile.settled()) {
            answerArchive.answer(
                    answerFile.name(),
                    answerFile.fileSnapshot(),
                    Optional.empty(),
                    answerFile.reference(),
                    AnswerResult.correctable(what + AGAIN));
            agentApi.report(
                    new MisuseReport(MisuseReport.Kind.BODY, MisuseReport.NO_TOOL, Optional.of(event.eventId())));
        }
    }

    private void decide(OpenEvent event, Sent sent) throws IOException, InterruptedException {
        ApiResponse apiResponse = agentApi.decide(event.wish(sent.decision()));
        if (apiResponse instanceof Declined declined && LATER.contains(declined.type())) {
            notBefore = clock.instant().plus(gatewayBackoff.lost(declined));
            return;
        }
        gatewayBackoff.found();
        switch (apiResponse) {
            case Declined declined when declined.type() == ProblemType.TOO_MUCH -> hold(event, declined);
            case Given given -> finish(event, sent, AnswerResult.taken(given.body()));
            case Declined declined
            when NEVER.contains(declined.type()) ->
                finish(
                        event,
                        sent,
                        AnswerResult.refused(
                                "It was not taken: the event was decided by somebody else, or has expired."));
            case Declined declined -> {
                event.takeBack();
                putAway(event, sent, AnswerResult.correctable(advice(declined)));
            }
        }
    }

    /// A limit may be of this event's site alone: the others need not wait for it.
    private void hold(OpenEvent event, Declined declined) {
        userConsole.sayOnce("a limit of this agent is reached (decisions); trying again");
        event.hold(clock.instant().plus(declined.refusal().retryAfter().orElse(A_MINUTE)));
    }

    private static String advice(Declined declined) {
        boolean field = declined.type() == ProblemType.INVALID
                && declined.refusal().field().isPresent();
        String what = field ? declined.refusal().detail() + "." : "It is not as it must be.";
        return what + AGAIN;
    }

    /// First out of memory: whatever happens to the files, it is not decided again.
    private void finish(OpenEvent event, Sent sent, AnswerResult answerResult) throws IOException {
        inputFolder.close(event);
        putAway(event, sent, answerResult);
    }

    private void expire(OpenEvent event) throws IOException {
        inputFolder.close(event);
        if (event.sent().isPresent()) {
            putAway(event, event.sent().get(), AnswerResult.expired());
        }
    }

    private void putAway(OpenEvent event, Sent sent, AnswerResult answerResult) throws IOException {
        Path name = Path.of(event.reference() + ".json");
        try {
            answerArchive.answer(
                    name, sent.seen(), Optional.of(sent.content().bytes()), event.reference(), answerResult);
        } catch (IOException e) {
            outputFolder.failed(name);
        }
    }
}
