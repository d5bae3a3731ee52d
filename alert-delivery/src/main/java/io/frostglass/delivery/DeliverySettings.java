package io.frostglass.delivery;

import java.time.Duration;

/// Limits of the deliveries.
///
/// @param workers of a receiver while an alert keeps one of them busy; otherwise a receiver has one. Each is a member
///     of the receiver's share group
/// @param batch the most alerts that a worker holds
/// @param lock how long the broker keeps an alert for a worker that does not renew it; within the brokers' limits
/// @param giveUpAfter from the time the alert was raised
/// @param giveUpAloneAfter from the first failure, for an alert that fails while the receiver takes others
record DeliverySettings(int workers, int batch, Duration lock, Duration giveUpAfter, Duration giveUpAloneAfter) {

    /// How often a worker renews its locks: often enough that two of three renewals may fail.
    Duration renewal() {
        return lock.dividedBy(3);
    }
}
