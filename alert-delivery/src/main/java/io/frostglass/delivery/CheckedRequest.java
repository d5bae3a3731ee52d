package io.frostglass.delivery;

import io.frostglass.alerts.Escalation;
import io.frostglass.delivery.egress.AlertRedactor;
import io.frostglass.delivery.egress.EgressCheck;
import io.frostglass.delivery.egress.EgressFinding;
import io.frostglass.delivery.receivers.Attempt;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.runtime.webhook.OutgoingRequest;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A request that may leave.
///
/// @param finding why it is not the request for the whole alert; null if it is
record CheckedRequest(OutgoingRequest request, @Nullable EgressFinding finding) {

    /// The request for an alert, or for its redacted form, if something is in it that must not leave.
    static CheckedRequest of(ReceiverApi api, Escalation alert, Attempt attempt, EgressCheck egressCheck) {
        OutgoingRequest request = api.request(alert, attempt);
        Optional<EgressFinding> found = egressCheck.check(request, api, alert, attempt.links());
        if (found.isEmpty()) {
            return new CheckedRequest(request, null);
        }
        Predicate<String> clean = words -> egressCheck.isClean(words, alert);
        Escalation partly = AlertRedactor.partly(alert, clean);
        OutgoingRequest instead = api.request(partly, attempt);
        return new CheckedRequest(
                egressCheck.check(instead, api, partly, attempt.links()).isEmpty()
                        ? instead
                        : api.request(AlertRedactor.wholly(alert, clean), attempt),
                found.get());
    }
}
