package io.frostglass.gateway.folder;

import io.frostglass.gateway.desk.Answer.Why;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whether the gateway gives what it is asked for. Says so when that changes, and how long to wait before asking again:
/// longer each time.
///
/// ```
/// answers ──lost──▶ does not (1 s, 2 s, … 30 s) ──found──▶ answers
/// ```
final class Contact {

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(30);

    private final Voice voice;
    private final String what;
    private Duration pause = LEAST;
    private @Nullable Why lost;

    /// @param what it is asked for, for the person who reads it
    Contact(Voice voice, String what) {
        this.voice = voice;
        this.what = what;
    }

    void found() {
        if (lost != null) {
            voice.say("the gateway takes requests again (" + what + ")");
        }
        lost = null;
        pause = LEAST;
    }

    /// It has not given it.
    ///
    /// @return how long to wait
    Duration lost(Why why) {
        if (lost != why) {
            voice.say(
                    switch (why) {
                        case PAUSED -> "this agent is paused (" + what + "); trying again until it is resumed";
                        case TOO_MUCH -> "a limit of this agent is reached (" + what + "); trying again";
                        case KEY_REFUSED -> "the gateway does not know this API key, or it is not for this";
                        default -> "the gateway cannot be reached (" + what + "); trying again";
                    });
        }
        lost = why;
        Duration wait = pause;
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(MOST) > 0 ? MOST : longer;
        return wait;
    }
}
