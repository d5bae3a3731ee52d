package io.frostglass.delivery.receivers;

import io.frostglass.alerts.Escalation;
import java.util.Optional;

/// The links that the messages of one receiver may have.
public interface AlertLinks {

    /// For an installation without a public address.
    AlertLinks NONE = new AlertLinks() {
        @Override
        public Optional<String> actions(Escalation alert) {
            return Optional.empty();
        }

        @Override
        public Optional<String> thumbnail(Escalation alert) {
            return Optional.empty();
        }

        @Override
        public boolean permits(String url, Escalation alert) {
            return false;
        }
    };

    /// The address of a page where a person acknowledges or resolves the alert's incident; empty if there is none.
    Optional<String> actions(Escalation alert);

    /// The address of the alert's thumbnail; empty if there is none.
    Optional<String> thumbnail(Escalation alert);

    /// Whether an address is one of these two for this alert and receiver, as its signature says.
    boolean permits(String url, Escalation alert);
}
