package io.frostglass.bridge.folder;

import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ProblemType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Tells the user when the gateway stops or starts to answer, and how long to wait before the next request: 1 s, 2 s,
/// … 30 s, or as long as the gateway says.
final class GatewayBackoff {

    private static final Duration MIN = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofSeconds(30);

    /// The longest wait, whatever the gateway says: an operator may lift the limit.
    private static final Duration MAX_AS_TOLD = Duration.ofMinutes(1);

    private final UserConsole console;
    private final String what;
    private Duration next = MIN;
    private @Nullable ProblemType reason;

    /// @param what the requests are about, for the user
    GatewayBackoff(UserConsole console, String what) {
        this.console = console;
        this.what = what;
    }

    void succeeded() {
        if (reason != null) {
            console.say("the gateway takes requests again (" + what + ")");
        }
        reason = null;
        next = MIN;
    }

    /// Counts a failure.
    ///
    /// @return how long to wait before the next request
    Duration failed(Declined declined) {
        if (reason != declined.type()) {
            reason = declined.type();
            console.say(
                    switch (declined.type()) {
                        case PAUSED -> "this agent is paused (" + what + "); trying again until it is resumed";
                        case TOO_MUCH -> "a limit of this agent is reached (" + what + "); trying again";
                        case OUTSIDE_HOURS ->
                            "this agent may come at other hours (" + what + "); trying again until then";
                        case UNAUTHORIZED, FORBIDDEN -> "the gateway does not know this API key, or it is not for this";
                        default -> "the gateway cannot be reached (" + what + "); trying again";
                    });
        }
        Duration told = least(declined.refusal().retryAfter().orElse(Duration.ZERO), MAX_AS_TOLD);
        Duration wait = told.compareTo(next) > 0 ? told : next;
        next = least(next.multipliedBy(2), MAX);
        return wait;
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? other : one;
    }
}
