package io.frostglass.gateway.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.gateway.desk.Answer.Declined;
import io.frostglass.gateway.desk.Answer.Given;
import io.frostglass.gateway.desk.Answer.Why;
import io.frostglass.gateway.desk.Desk;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;

/// Asks the gateway for events, on and on, and gives them on as fast as they are taken. Ends when it is interrupted, or
/// when the gateway does not know the key.
final class Feeder implements Runnable {

    private static final int LIMIT = 100;
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final Desk desk;
    private final BlockingQueue<ObjectNode> events;
    private final Contact contact;
    private Optional<String> cursor = Optional.empty();

    Feeder(Desk desk, BlockingQueue<ObjectNode> events, Voice voice) {
        this.desk = desk;
        this.events = events;
        this.contact = new Contact(voice, "events");
    }

    @Override
    public void run() {
        try {
            while (ask()) {
                if (Thread.interrupted()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // As it is told to.
        }
    }

    /// Asks once.
    ///
    /// @return whether to go on
    private boolean ask() throws InterruptedException {
        switch (desk.list(cursor, LIMIT, WAIT)) {
            case Given given -> {
                contact.found();
                for (JsonNode event : given.body().path("events")) {
                    if (event instanceof ObjectNode object) {
                        events.put(object);
                    }
                }
                cursor = Optional.ofNullable(given.body().path("cursor").textValue());
            }
            case Declined declined -> {
                Why why = declined.why();
                if (why == Why.CURSOR_GONE || why == Why.CURSOR_UNKNOWN) {
                    cursor = Optional.empty();
                    Thread.sleep(Duration.ofSeconds(1));
                } else {
                    Duration pause = contact.lost(declined);
                    if (why == Why.KEY_REFUSED) {
                        return false;
                    }
                    Thread.sleep(pause);
                }
            }
        }
        return true;
    }
}
