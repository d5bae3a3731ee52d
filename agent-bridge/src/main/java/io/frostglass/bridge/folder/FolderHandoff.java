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
import io.frostglass.tools.Refusal;
import io.frostglass.tools.decisions.Decision;
import io.frostglass.tools.decisions.DecisionBody;
import io.frostglass.tools.decisions.DecisionBody.ParsedDecision;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Hands events to an agent as files, and the agent's answers to the gateway. Its caller drives it, on one thread:
/// [#clear], then [#show] and [#look] again and again, then [#clear].
///
/// ```
/// event ──▶ input/<reference>.json ──▶ the agent ──▶ output/<reference>.json
///                                                        │ read, checked
///                  invalid: answer again ◀── archive/ ◀──┤
///                                                        ▼
///                                                     gateway ── later ──▶ stays in output/, and is sent again
///                                                        │                 until the event expires
///                                                        │ taken, or refused for good
///                                                        ▼
///                                         archive/, and out of input/
/// ```
final class FolderHandoff {

    /// The gateway may take the same decision later.
    private static final Set<ProblemType> LATER = EnumSet.of(
            ProblemType.UNAVAILABLE,
            ProblemType.BUSY,
            ProblemType.PAUSED,
            ProblemType.STOPPING,
            ProblemType.INTERNAL_ERROR,
            ProblemType.OUTSIDE_HOURS,
            ProblemType.UNAUTHORIZED,
            ProblemType.FORBIDDEN);

    private static final String TOO_LATE = "It was not taken: the event was decided by somebody else, or has expired.";
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final InputFolder input;
    private final OutputFolder output;
    private final AnswerArchive archive;
    private final AgentApi gateway;
    private final Clock clock;
    private final UserConsole console;
    private final GatewayBackoff backoff;
    private Instant notBefore = Instant.MIN;

    FolderHandoff(Workspace workspace, AgentApi gateway, Clock clock, UserConsole console) {
        this.archive = new AnswerArchive(workspace, clock, console);
        this.input = new InputFolder(workspace.input, console);
        this.output = new OutputFolder(workspace.output, archive, clock, console);
        this.gateway = gateway;
        this.clock = clock;
        this.console = console;
        this.backoff = new GatewayBackoff(console, "decisions");
    }

    /// Removes the files of this session, or of an earlier one.
    void clear() throws IOException {
        input.clear();
        output.clear();
    }

    boolean hasRoom() {
        return input.hasRoom();
    }

    /// @param event as in `GET /v1/events`
    void show(ObjectNode event) throws IOException {
        input.show(event, clock.instant());
    }

    /// Reads the answers that are there, sends those that are due, and removes events that have expired.
    void look() throws IOException, InterruptedException {
        for (AnswerFile file : output.look()) {
            try {
                receive(file);
            } catch (IOException e) {
                console.sayStuck(file.name());
            }
        }
        Instant now = clock.instant();
        for (OpenEvent event : input.all()) {
            if (event.sent().isPresent() && event.isDue(now) && !now.isBefore(notBefore)) {
                decide(event, event.sent().get());
            }
            if (input.find(event.reference).isPresent() && !now.isBefore(event.expiresAt)) {
                expire(event);
            }
        }
        input.forget(now);
        archive.trim();
    }

    private void receive(AnswerFile file) throws IOException, InterruptedException {
        Optional<OpenEvent> event = input.find(file.reference());
        if (event.isPresent()) {
            if (event.get().sent().isEmpty()) {
                read(file, event.get());
            }
        } else if (file.settled()) {
            String what = "There is no such event any more: it was decided, or it has expired.";
            archive.answer(file, output.answer(file), AnswerResult.refused(what));
        }
    }

    /// Takes a valid answer at once. An invalid one may be half written, until its file has settled.
    private void read(AnswerFile file, OpenEvent event) throws IOException, InterruptedException {
        if (file.snapshot().size() > OutputFolder.MAX_BYTES) {
            refuse(file, event, "It is larger than " + OutputFolder.MAX_BYTES + " bytes.");
            return;
        }
        Optional<byte[]> content;
        try {
            content = output.read(file);
        } catch (AccessDeniedException e) {
            // Many programs write temporary files that only their owner may read, and the agent may have another
            // account.
            refuse(file, event, "Its rights forbid to read it.");
            return;
        }
        if (content.isPresent()) {
            switch (DecisionBody.parseEither(content.get())) {
                case ParsedDecision.ValidDecision(Decision decision) ->
                    event.send(new Sent(file, Secret.of(content.get()), decision));
                case ParsedDecision.InvalidDecision(String field, String what) ->
                    refuse(file, event, (field.isEmpty() ? "It" : field) + " " + what + ".");
                case ParsedDecision.Malformed _ ->
                    refuse(file, event, "It is not JSON, in UTF-8 and without a byte order mark.");
            }
        }
    }

    /// Archives the result of a file that is no answer, and nothing of its content.
    private void refuse(AnswerFile file, OpenEvent event, String what) throws InterruptedException {
        if (file.settled() && archive.answer(file, Optional.empty(), AnswerResult.correctable(what))) {
            gateway.report(new MisuseReport(MisuseReport.Kind.BODY, MisuseReport.NO_TOOL, Optional.of(event.eventId)));
        }
    }

    private void decide(OpenEvent event, Sent sent) throws IOException, InterruptedException {
        ApiResponse response = gateway.decide(event.request(sent.decision()));
        if (response instanceof Declined declined && LATER.contains(declined.type())) {
            notBefore = clock.instant().plus(backoff.failed(declined));
            return;
        }
        backoff.succeeded();
        switch (response) {
            case Given(ObjectNode body) -> finish(event, sent, AnswerResult.taken(body));
            case Declined declined -> {
                switch (declined.type()) {
                    case TOO_MUCH -> hold(event, declined);
                    case TOKEN_REFUSED, NO_SUCH_EVENT -> finish(event, sent, AnswerResult.refused(TOO_LATE));
                    default -> {
                        event.send(null);
                        archive(sent, AnswerResult.correctable(advice(declined)));
                    }
                }
            }
        }
    }

    /// The limit may hold for the site of this event only, so the other events go on.
    private void hold(OpenEvent event, Declined declined) {
        console.sayOnce("a limit of this agent is reached (decisions); trying again");
        event.hold(clock.instant().plus(declined.refusal().retryAfter().orElse(A_MINUTE)));
    }

    private static String advice(Declined declined) {
        Refusal refusal = declined.refusal();
        return refusal.type() == ProblemType.INVALID && refusal.field().isPresent()
                ? refusal.detail() + "."
                : "It is not as it must be.";
    }

    /// Closes the event first: whatever happens to its files, it is not decided again.
    private void finish(OpenEvent event, Sent sent, ObjectNode result) throws IOException {
        input.close(event);
        archive(sent, result);
    }

    private void expire(OpenEvent event) throws IOException {
        input.close(event);
        if (event.sent().isPresent()) {
            archive(event.sent().get(), AnswerResult.expired());
        }
    }

    private void archive(Sent sent, ObjectNode result) {
        archive.answer(sent.file(), Optional.of(sent.content().bytes()), result);
    }
}
