package io.frostglass.delivery;

import io.frostglass.alerts.Escalation;
import io.frostglass.delivery.egress.AlertRedactor;
import io.frostglass.delivery.egress.EgressCheck;
import io.frostglass.delivery.egress.EgressFinding;
import io.frostglass.delivery.receivers.Attempt;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.topics.TraceParent;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A request that may leave.
///
/// @param finding why it is not the request for the whole alert; null if it is
record CheckedRequest(OutgoingRequest request, @Nullable EgressFinding finding) {

    private static final String OF_EVENT = "event";

    /// The request for an alert, or for its redacted form, if something is in it that must not leave.
    static CheckedRequest of(ReceiverApi api, Escalation alert, Attempt attempt, EgressCheck egressCheck) {
        OutgoingRequest request = api.request(alert, attempt);
        Optional<EgressFinding> found = egressCheck.check(request, api, alert, attempt.links());
        if (found.isEmpty()) {
            return new CheckedRequest(traced(request, alert), null);
        }
        Predicate<String> clean = words -> egressCheck.isClean(words, alert);
        Escalation partly = AlertRedactor.partly(alert, clean);
        OutgoingRequest instead = api.request(partly, attempt);
        if (egressCheck.check(instead, api, partly, attempt.links()).isEmpty()) {
            return new CheckedRequest(traced(instead, partly), found.get());
        }
        Escalation wholly = AlertRedactor.wholly(alert, clean);
        return new CheckedRequest(traced(api.request(wholly, attempt), wholly), found.get());
    }

    /// Where the receivers file has the header `traceparent: event`, puts that of the event there. It says nothing new:
    /// it is made of the event's id.
    private static OutgoingRequest traced(OutgoingRequest request, Escalation alert) {
        if (!OF_EVENT.equals(request.headers().get(TraceParent.HEADER))) {
            return request;
        }
        var headers = new HashMap<>(request.headers());
        TraceParent.ofEvent(alert.getEventId())
                .ifPresentOrElse(
                        trace -> headers.put(TraceParent.HEADER, trace.text()),
                        () -> headers.remove(TraceParent.HEADER));
        return new OutgoingRequest(
                request.method(), request.url(), headers, request.contentType(), request.body(), request.timeout());
    }
}
