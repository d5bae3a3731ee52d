package io.frostglass.gateway.folder;

import io.frostglass.gateway.desk.Answer.Declined;
import io.frostglass.gateway.desk.Answer.Why;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether the gateway gives what it is asked for. Says so when that changes, and how long to wait before asking again:
/// longer each time, and as long as the gateway says.
///
/// ```
/// answers ──lost──▶ does not (1 s, 2 s, … 30 s) ──found──▶ answers
/// ```
final class Contact {

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(30);

    /// However long the gateway says: somebody may change that.
    private static final Duration MOST_AS_TOLD = Duration.ofMinutes(1);

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
    Duration lost(Declined declined) {
        Why why = declined.why();
        if (lost != why) {
            voice.say(
                    switch (why) {
                        case PAUSED -> "this agent is paused (" + what + "); trying again until it is resumed";
                        case TOO_MUCH -> "a limit of this agent is reached (" + what + "); trying again";
                        case NOT_NOW -> "this agent may come at other hours (" + what + "); trying again until then";
                        case KEY_REFUSED -> "the gateway does not know this API key, or it is not for this";
                        default -> "the gateway cannot be reached (" + what + "); trying again";
                    });
        }
        lost = why;
        Duration wait = pause;
        Duration longer = pause.multipliedBy(2);
        pause = least(longer, MOST);
        Optional<Duration> told = declined.retryAfter().map(time -> least(time, MOST_AS_TOLD));
        return told.filter(time -> time.compareTo(wait) > 0).orElse(wait);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? other : one;
    }
}
