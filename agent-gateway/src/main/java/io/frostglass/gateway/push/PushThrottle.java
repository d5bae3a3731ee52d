package io.frostglass.gateway.push;

import io.frostglass.gateway.push.PushDelivery.PushOutcome;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/// Limits the attempts of one agent: so many at once, none during a pause, and none after its endpoint has answered
/// 410.
final class PushThrottle {

    private final Semaphore places;
    private volatile Instant notBefore = Instant.MIN;
    private volatile boolean over;

    /// @param places how many attempts may be under way at once
    PushThrottle(int places) {
        this.places = new Semaphore(places, true);
    }

    /// Waits for a place, first come, first served.
    Optional<PushOutcome> inTurn(Callable<Optional<PushOutcome>> turn) throws Exception {
        places.acquire();
        try {
            return turn.call();
        } finally {
            places.release();
        }
    }

    /// Sends nothing before `until`.
    synchronized void hold(Instant until) {
        if (until.isAfter(notBefore)) {
            notBefore = until;
        }
    }

    Instant notBefore() {
        return notBefore;
    }

    /// Sends nothing any more.
    ///
    /// @return whether the throttle was open until now
    synchronized boolean end() {
        boolean open = !over;
        over = true;
        return open;
    }

    boolean isOver() {
        return over;
    }
}
