package io.frostglass.delivery.callbacks;

import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.delivery.callbacks.CallbackApi.CallbackMessage;
import io.frostglass.delivery.receivers.Receiver;
import io.frostglass.runtime.ProblemDetails;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.topics.IncidentId;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// `POST /v1/callbacks/RECEIVER`: what a receiver says back about an incident.
///
/// | answer | when |
/// |---|---|
/// | 204, to Slack 200 | it is written, or it changes nothing here: known, too old, another incident |
/// | 400 | it is signed, and not of the receiver's API |
/// | 401 | no secret of the receiver has signed it, or there is no such receiver |
/// | 413 | the body has more than 256 KB |
/// | 503 | the broker is away, or takes longer than senders wait: send it again |
///
/// What changes nothing is not refused: pagers stop sending after 4xx.
public final class CallbackHandler extends Handler.Abstract {

    private static final String PATH = "/v1/callbacks/";
    private static final int MAX_BODY = 256 * 1024;

    /// Pagers send again for two days.
    private static final Duration MAX_AGE = Duration.ofDays(2);

    private static final int REMEMBERED = 10_000;

    private final Supplier<Map<String, Receiver>> receivers;
    private final ActionWriter writer;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    /// The newest ids, with their receivers.
    private final LinkedHashSet<String> known = new LinkedHashSet<>();

    /// Those that are being written.
    private final Set<String> writing = new HashSet<>();

    /// @param receivers by name, as the file has them now
    public CallbackHandler(
            Supplier<Map<String, Receiver>> receivers,
            ActionWriter writer,
            MeterRegistry metrics,
            InstantSource clock) {
        this.receivers = receivers;
        this.writer = writer;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        String path = Request.getPathInContext(request);
        if (!path.startsWith(PATH) || !request.getMethod().equals("POST")) {
            return false;
        }
        String name = path.substring(PATH.length());
        byte[] body = read(request);
        Optional<CallbackApi> api =
                Optional.ofNullable(receivers.get().get(name)).flatMap(Receiver::callbacks);
        Instant now = clock.instant();
        if (body.length > MAX_BODY) {
            refuse(413, "Too large", "The body may have 256 KB at most.", response, callback);
        } else if (api.filter(it -> it.isSigned(request.getHeaders()::get, body, now))
                .isEmpty()) {
            // A name that the file does not have must not become a label.
            api.ifPresent(_ -> count(name, "not_signed"));
            refuse(401, "Not signed", "Sign the request with a secret of the receiver.", response, callback);
        } else {
            Optional<CallbackMessage> message = api.get().read(request.getHeaders()::get, body);
            answer(name, message, api.get().success(), now, response, callback);
        }
        return true;
    }

    private static byte[] read(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            return in.readNBytes(MAX_BODY + 1);
        }
    }

    private void answer(
            String name,
            Optional<CallbackMessage> message,
            int success,
            Instant now,
            Response response,
            Callback callback) {
        if (message.isEmpty()) {
            refuse(400, "Not understood", "The body is not of the receiver's API.", response, callback);
            return;
        }
        Optional<String> outcome = take(name, message.get(), now);
        if (outcome.isEmpty()) {
            refuse(503, "Not now", "Send it again.", response, callback);
            return;
        }
        count(name, outcome.get());
        response.setStatus(success);
        callback.succeeded();
    }

    private void refuse(int status, String title, String detail, Response response, Callback callback) {
        ProblemDetails.of(status, title, detail).write(response, callback);
    }

    /// @return what became of it, a word for the metric; empty if it is not written, or not known to be written yet
    private Optional<String> take(String name, CallbackMessage message, Instant now) {
        IncidentActionKind action = message.action();
        if (action == null) {
            return Optional.of("ignored");
        }
        if (message.at().plus(MAX_AGE).isBefore(now)) {
            return Optional.of("too_old");
        }
        Optional<IncidentId> incident =
                Optional.ofNullable(message.incidentId()).flatMap(IncidentId::parse);
        if (incident.isEmpty()) {
            return Optional.of("unknown_incident");
        }
        String key = name + "/" + message.id();
        if (isKnown(key)) {
            return Optional.of("repeated");
        }
        if (!begin(key)) {
            return Optional.empty();
        }
        boolean written = writer.write(name, incident.get(), action, message.by(), done -> end(key, done));
        return written ? Optional.of("written") : Optional.empty();
    }

    private synchronized boolean isKnown(String key) {
        return known.contains(key);
    }

    private synchronized boolean begin(String key) {
        return !known.contains(key) && writing.add(key);
    }

    private synchronized void end(String key, boolean written) {
        writing.remove(key);
        if (written) {
            known.add(key);
        }
        if (known.size() > REMEMBERED) {
            known.removeFirst();
        }
    }

    private void count(String receiver, String outcome) {
        MetricCatalogue.DELIVERY_CALLBACKS.counter(metrics, receiver, outcome).increment();
    }
}
