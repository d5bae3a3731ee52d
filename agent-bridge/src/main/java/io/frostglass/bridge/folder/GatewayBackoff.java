package io.frostglass.bridge.folder;

import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ProblemType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
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
        Duration told = declined.refusal().retryAfter().orElse(Duration.ZERO);
        Duration wait = Collections.max(List.of(next, Collections.min(List.of(told, MAX_AS_TOLD))));
        next = Collections.min(List.of(next.multipliedBy(2), MAX));
        return wait;
    }
}
