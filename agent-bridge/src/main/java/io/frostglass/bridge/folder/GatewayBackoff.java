package io.frostglass.bridge.folder;

import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ProblemType;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether the gateway gives what it is asked for. Says so when that changes, and how long to wait before asking
/// again: longer each time, and as long as the gateway says.
///
/// ```
/// answers ──lost──▶ does not (1 s, 2 s, … 30 s) ──found──▶ answers
/// ```
final class GatewayBackoff {

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofSeconds(30);

    /// However long the gateway says: somebody may change that.
    private static final Duration MAX_AS_TOLD = Duration.ofMinutes(1);

    private final UserConsole userConsole;
    private final String what;
    private Duration pause = LEAST;
    private @Nullable ProblemType lost;

    /// @param what it is asked for, for the person who reads it
    GatewayBackoff(UserConsole userConsole, String what) {
        this.userConsole = userConsole;
        this.what = what;
    }

    void found() {
        if (lost != null) {
            userConsole.say("the gateway takes requests again (" + what + ")");
        }
        lost = null;
        pause = LEAST;
    }

    /// It has not given it.
    ///
    /// @return how long to wait
    Duration lost(Declined declined) {
        ProblemType type = declined.type();
        if (lost != type) {
            userConsole.say(
                    switch (type) {
                        case PAUSED -> "this agent is paused (" + what + "); trying again until it is resumed";
                        case TOO_MUCH -> "a limit of this agent is reached (" + what + "); trying again";
                        case OUTSIDE_HOURS ->
                            "this agent may come at other hours (" + what + "); trying again until then";
                        case UNAUTHORIZED, FORBIDDEN -> "the gateway does not know this API key, or it is not for this";
                        default -> "the gateway cannot be reached (" + what + "); trying again";
                    });
        }
        lost = type;
        Duration wait = pause;
        Duration longer = pause.multipliedBy(2);
        pause = least(longer, MAX);
        Optional<Duration> told = declined.refusal().retryAfter().map(time -> least(time, MAX_AS_TOLD));
        return told.filter(time -> time.compareTo(wait) > 0).orElse(wait);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? other : one;
    }
}
