package io.frostglass.gateway.push;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/// The way to one agent: so many events at once, none while it is to be left alone, and none once it wants no more.
final class PushThrottle {

    private final Semaphore places;
    private volatile Instant notBefore = Instant.MIN;
    private volatile boolean over;

    /// @param places how many attempts may be under way at once
    PushThrottle(int places) {
        this.places = new Semaphore(places, true);
    }

    /// Waits for a place, those first that came first.
    Optional<PushOutcome> inTurn(Callable<Optional<PushOutcome>> turn) throws Exception {
        places.acquire();
        try {
            return turn.call();
        } finally {
            places.release();
        }
    }

    /// Nothing is sent before that.
    synchronized void hold(Instant until) {
        if (until.isAfter(notBefore)) {
            notBefore = until;
        }
    }

    Instant notBefore() {
        return notBefore;
    }

    /// Nothing is sent any more.
    ///
    /// @return whether it was open until now
    synchronized boolean end() {
        boolean open = !over;
        over = true;
        return open;
    }

    boolean isOver() {
        return over;
    }
}
