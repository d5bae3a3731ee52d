package io.frostglass.escalation.delivery;

import java.time.Duration;

/// How deliveries are made.
///
/// @param workers of a receiver of which an alert keeps one busy, and one otherwise; each is a member of the receiver's
///     share group
/// @param batch how many alerts a worker has in hand at most
/// @param lock how long the broker keeps an alert for a worker that does not renew it; within what the brokers allow
/// @param giveUpAfter since the alert was raised
/// @param giveUpAloneAfter since the first failure, for an alert that fails while the receiver takes others
public record DeliverySettings(int workers, int batch, Duration lock, Duration giveUpAfter, Duration giveUpAloneAfter) {

    /// How often a worker says that it is still at it: often enough that two of three may fail.
    Duration renewal() {
        return lock.dividedBy(3);
    }
}
