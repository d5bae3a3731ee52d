package io.frostglass.gateway.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.gateway.decisions.Decision;
import io.frostglass.gateway.desk.Answer;
import io.frostglass.gateway.desk.Answer.Declined;
import io.frostglass.gateway.desk.Answer.Given;
import io.frostglass.gateway.desk.Answer.Why;
import io.frostglass.gateway.desk.Desk;
import io.frostglass.gateway.folder.OpenEvent.Sent;
import io.frostglass.gateway.folder.Output.Arrival;
import io.frostglass.settings.Secret;
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
final class Handoff {

    /// The gateway may take the same later.
    private static final Set<Why> LATER =
            EnumSet.of(Why.UNAVAILABLE, Why.BUSY, Why.PAUSED, Why.NOT_NOW, Why.KEY_REFUSED);

    /// The gateway will not take anything about this event.
    private static final Set<Why> NEVER = EnumSet.of(Why.TOKEN_REFUSED, Why.NO_SUCH_EVENT);

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private static final String AGAIN = " Correct it and write it again, under the same name.";

    private final Input input;
    private final Output output;
    private final Archive archive;
    private final Desk desk;
    private final Clock clock;
    private final Voice voice;
    private final Contact contact;
    private Instant notBefore = Instant.MIN;
    private Instant nextTrim = Instant.MIN;

    Handoff(Workspace workspace, Desk desk, Clock clock, Voice voice) {
        this.archive = new Archive(workspace, clock);
        this.input = new Input(workspace.input(), voice);
        this.output = new Output(workspace.output(), archive, clock, voice);
        this.desk = desk;
        this.clock = clock;
        this.voice = voice;
        this.contact = new Contact(voice, "decisions");
    }

    /// Clears what an earlier session has left.
    void begin() throws IOException {
        input.clear();
        output.clear();
    }

    /// Clears what this one leaves.
    void end() throws IOException {
        input.clear();
        output.clear();
    }

    /// Whether another event may be shown.
    boolean hasRoom() {
        return input.hasRoom();
    }

    /// Shows an event.
    ///
    /// @param event as `GET /v1/events` has it
    void show(ObjectNode event) throws IOException {
        input.show(event, clock.instant());
    }

    /// Takes the answers that are there, tries again what is under way, and takes away what has expired.
    void look() throws IOException, InterruptedException {
        for (Arrival arrival : output.look()) {
            try {
                receive(arrival);
            } catch (IOException e) {
                output.failed(arrival.name());
            }
        }
        Instant now = clock.instant();
        for (OpenEvent event : input.all()) {
            if (event.sent().isPresent() && event.isDue(now) && !now.isBefore(notBefore)) {
                decide(event, event.sent().get());
            }
            if (input.find(event.reference()).isPresent() && !now.isBefore(event.expiresAt())) {
                expire(event);
            }
        }
        input.forget(now);
        if (!now.isBefore(nextTrim)) {
            archive.trim();
            nextTrim = archive.nextTrim();
        }
    }

    private void receive(Arrival arrival) throws IOException {
        Optional<OpenEvent> event = input.find(arrival.reference());
        if (event.isEmpty()) {
            if (arrival.settled()) {
                archive.answer(
                        arrival.name(),
                        arrival.sighting(),
                        output.answer(arrival.name(), arrival.sighting()),
                        arrival.reference(),
                        Result.refused("There is no such event any more: it was decided, or it has expired."));
            }
        } else if (event.get().sent().isEmpty()) {
            read(arrival, event.get());
        }
    }

    /// What is complete is taken at once. What is not may be half written, as long as somebody writes to it.
    private void read(Arrival arrival, OpenEvent event) throws IOException {
        if (arrival.sighting().size() > AnswerBody.MOST_BYTES) {
            refuse(arrival, "It is larger than " + AnswerBody.MOST_BYTES + " bytes.");
            return;
        }
        Optional<byte[]> content;
        try {
            content = output.read(arrival);
        } catch (AccessDeniedException e) {
            // Temporary files are their owner's alone with many programs, and the agent may have another account.
            refuse(arrival, "Its rights forbid to read it.");
            return;
        }
        if (content.isEmpty()) {
            return;
        }
        switch (AnswerBody.parse(content.get())) {
            case AnswerBody.Parsed.Right(Decision decision) ->
                event.send(new Sent(arrival.sighting(), Secret.of(content.get()), decision));
            case AnswerBody.Parsed.Wrong(String what) -> refuse(arrival, what);
        }
    }

    /// It is no answer: nothing of it is kept.
    private void refuse(Arrival arrival, String what) throws IOException {
        if (arrival.settled()) {
            archive.answer(
                    arrival.name(),
                    arrival.sighting(),
                    Optional.empty(),
                    arrival.reference(),
                    Result.correctable(what + AGAIN));
        }
    }

    private void decide(OpenEvent event, Sent sent) throws IOException, InterruptedException {
        Answer answer = desk.decide(event.wish(sent.decision()));
        if (answer instanceof Declined declined && LATER.contains(declined.why())) {
            notBefore = clock.instant().plus(contact.lost(declined));
            return;
        }
        contact.found();
        switch (answer) {
            case Declined declined when declined.why() == Why.TOO_MUCH -> hold(event, declined);
            case Given given -> finish(event, sent, Result.taken(given.body()));
            case Declined declined
            when NEVER.contains(declined.why()) ->
                finish(
                        event,
                        sent,
                        Result.refused("It was not taken: the event was decided by somebody else, or has expired."));
            case Declined declined -> {
                event.takeBack();
                putAway(event, sent, Result.correctable(advice(declined)));
            }
        }
    }

    /// A limit may be of this event's site alone: the others need not wait for it.
    private void hold(OpenEvent event, Declined declined) {
        voice.sayOnce("a limit of this agent is reached (decisions); trying again");
        event.hold(clock.instant().plus(declined.retryAfter().orElse(A_MINUTE)));
    }

    private static String advice(Declined declined) {
        String what = declined.wrong()
                .map(wrong -> wrong.field() + " " + wrong.what() + ".")
                .orElse("It is not as it must be.");
        return what + AGAIN;
    }

    /// First out of memory: whatever happens to the files, it is not decided again.
    private void finish(OpenEvent event, Sent sent, Result result) throws IOException {
        input.close(event);
        putAway(event, sent, result);
    }

    private void expire(OpenEvent event) throws IOException {
        input.close(event);
        if (event.sent().isPresent()) {
            putAway(event, event.sent().get(), Result.expired());
        }
    }

    private void putAway(OpenEvent event, Sent sent, Result result) throws IOException {
        Path name = Path.of(event.reference() + ".json");
        try {
            archive.answer(name, sent.seen(), Optional.of(sent.content().bytes()), event.reference(), result);
        } catch (IOException e) {
            output.failed(name);
        }
    }
}
