package io.frostglass.ingest;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.cameras.Camera;
import io.frostglass.cameras.EventKind;
import io.frostglass.cameras.MotionBodyParser;
import io.frostglass.cameras.MotionEvent;
import io.frostglass.cameras.MotionEvent.DroppedDetail;
import io.frostglass.cameras.ParsedBody;
import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.cameras.Sites;
import io.frostglass.cameras.VerificationResult;
import io.frostglass.ingest.EventWriter.Outcome;
import io.frostglass.ingest.RequestBodyReader.RequestBody;
import io.frostglass.ingest.RequestBodyReader.RequestBody.Failure;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.ClientAddress;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.runtime.synthetic.SyntheticStep;
import io.frostglass.runtime.synthetic.SyntheticSteps;
import io.frostglass.topics.Principal;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// `POST /v1/cameras/{camera_id}/motion`.
///
/// ```
/// read within limits → signature → address → rate → body → write → 202
///   408 413 503          401        403      429   415 422   503
/// ```
/// A sender without a camera's secret sees only the first two, which are the same for known and unknown cameras. A
/// refused request writes an audit entry and nothing else.
final class MotionHandler extends Handler.Abstract {

    private static final Pattern PATH = Pattern.compile("/v1/cameras/([^/]{1,64})/motion");

    /// It is stored with the event; a boundary has at most 70 characters.
    private static final int MAX_CONTENT_TYPE = 256;

    private final IngestConfig config;
    private final Supplier<Sites> sites;
    private final SignatureVerifier verifier;
    private final RateLimiter rates;
    private final EventWriter log;
    private final RequestBodyReader bodies;
    private final ClientAddress addresses;
    private final MeterRegistry metrics;
    private final SyntheticSteps steps;
    private final Clock clock;

    MotionHandler(IngestConfig config, Supplier<Sites> sites, EventWriter log, MeterRegistry metrics, Clock clock) {
        this.config = config;
        this.sites = sites;
        this.verifier = new SignatureVerifier(config.window());
        this.rates = new RateLimiter(clock);
        this.log = log;
        this.bodies = new RequestBodyReader(config.maxBodyBytes(), config.maxBytesInFlight(), config.bodyTimeout());
        MetricCatalogue.INGEST_BYTES_IN_FLIGHT.gauge(metrics, bodies, RequestBodyReader::bytesInFlight);
        this.addresses = config.clients();
        this.metrics = metrics;
        this.steps = new SyntheticSteps(metrics, clock);
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Matcher path = PATH.matcher(Request.getPathInContext(request));
        if (!path.matches()) {
            return false;
        }
        Instant start = clock.instant();
        WebhookResponse answer = reply(request, path.group(1));
        MetricCatalogue.INGEST_REQUESTS
                .timer(metrics, answer.outcome())
                .record(Duration.between(start, clock.instant()));
        answer.write(response, callback);
        return true;
    }

    private WebhookResponse reply(Request request, String cameraId) {
        if (!HttpMethod.POST.is(request.getMethod())) {
            return WebhookResponse.methodNotAllowed();
        }
        return switch (bodies.read(request)) {
            case Failure.TOO_LARGE ->
                refuse(Optional.empty(), "too_large", WebhookResponse.tooLarge(config.maxBodyBytes()));
            case Failure.NO_MEMORY -> WebhookResponse.unavailable();
            case Failure.TOO_SLOW -> WebhookResponse.tooSlow();
            case Failure.INCOMPLETE -> WebhookResponse.incomplete();
            case RequestBody.FullBody full -> {
                try (full) {
                    yield authenticate(request, cameraId, full.bytes(), clock.instant());
                }
            }
        };
    }

    private WebhookResponse authenticate(Request request, String cameraId, byte[] body, Instant at) {
        Optional<Camera> named = sites.get().camera(cameraId);
        Map<String, String> headers = SignatureVerifier.headersOf(named, request.getHeaders()::get);
        return switch (verifier.verify(named, headers, body, at)) {
            case VerificationResult.NotVerified(var why) -> refuse(named, why.code(), WebhookResponse.unauthorized());
            case VerificationResult.Verified verified -> {
                var raw = MotionRaw.newBuilder()
                        .setEventId(verified.eventId())
                        .setCameraId(cameraId)
                        .setReceivedAt(at)
                        .setContentType(contentType(request))
                        .setSignatureHeaders(headers)
                        .setBody(ByteBuffer.wrap(body))
                        .build();
                yield admit(verified.camera(), addresses.of(request), raw);
            }
        };
    }

    /// Only a sender with the camera's secret learns about address and rate.
    private WebhookResponse admit(Camera camera, Optional<InetAddress> from, MotionRaw raw) {
        if (!camera.allows(from)) {
            return refuse(Optional.of(camera), "address_not_allowed", WebhookResponse.forbidden());
        }
        long wait = rates.secondsToWait(camera, log.knows(raw.getEventId()));
        return wait > 0
                ? refuse(Optional.of(camera), "rate_limited", WebhookResponse.tooMany(wait))
                : accept(camera, raw);
    }

    /// Empty for a coded body, such as gzip: the parser does not read it.
    private static String contentType(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        boolean coded = request.getHeaders().contains(HttpHeader.CONTENT_ENCODING);
        return type == null || type.length() > MAX_CONTENT_TYPE || coded ? "" : type;
    }

    private WebhookResponse accept(Camera camera, MotionRaw raw) {
        return switch (MotionBodyParser.parse(
                raw.getContentType(), raw.getBody().array())) {
            case ParsedBody.UnknownType _ ->
                refuse(Optional.of(camera), "unsupported_media_type", WebhookResponse.unsupportedMediaType());
            case ParsedBody.Invalid(String field, String what) ->
                refuse(Optional.of(camera), "invalid_body", WebhookResponse.invalid(field, what));
            case ParsedBody.ParsedEvent(var event) -> write(camera, raw, event);
        };
    }

    private WebhookResponse write(Camera camera, MotionRaw raw, MotionEvent event) {
        WebhookResponse answer = write(camera, raw, dropped(camera, event));
        if (answer instanceof WebhookResponse.EventAccepted && camera.sendsSynthetic(event)) {
            steps.succeeded(camera.site().id(), SyntheticStep.ACCEPTED);
        }
        return answer;
    }

    /// Of a device, a synthetic event counts as motion.
    private static List<DroppedDetail> dropped(Camera camera, MotionEvent event) {
        if (event.kind() != EventKind.SYNTHETIC || camera.synthetic()) {
            return event.dropped();
        }
        var dropped = new ArrayList<>(event.dropped());
        dropped.add(new DroppedDetail("kind", "kind", 1));
        return dropped;
    }

    private WebhookResponse write(Camera camera, MotionRaw raw, List<DroppedDetail> dropped) {
        String eventId = raw.getEventId();
        var accepted = AuditEntry.newBuilder(entry(Action.accepted, Optional.of(camera), eventId, null))
                .setDroppedDetails(
                        dropped.isEmpty()
                                ? null
                                : dropped.stream().map(DroppedDetail::path).toList())
                .build();
        var repeated = entry(Action.repeated, Optional.of(camera), eventId, null);
        return switch (log.write(raw, camera.site().id(), accepted, repeated).join()) {
            case WRITTEN -> {
                dropped.forEach(this::count);
                MetricCatalogue.INGEST_EVENTS
                        .counter(metrics, camera.site().id())
                        .increment();
                yield new WebhookResponse.EventAccepted(eventId, false);
            }
            case ALREADY_WRITTEN -> new WebhookResponse.EventAccepted(eventId, true);
            case NOT_WRITTEN -> WebhookResponse.unavailable();
        };
    }

    private void count(DroppedDetail detail) {
        MetricCatalogue.INGEST_DETAILS_DROPPED.counter(metrics, detail.field()).increment(detail.count());
    }

    /// Answers when the audit entry is written or cannot be written. The request is refused in both cases.
    private WebhookResponse refuse(Optional<Camera> camera, String reason, WebhookResponse answer) {
        MetricCatalogue.INGEST_REFUSALS.counter(metrics, reason).increment();
        if (log.write(entry(Action.refused, camera, null, reason)).join() == Outcome.NOT_WRITTEN) {
            MetricCatalogue.INGEST_REFUSALS_UNRECORDED.counter(metrics).increment();
        }
        return answer;
    }

    private AuditEntry entry(
            Action action, Optional<Camera> camera, @Nullable String eventId, @Nullable String reason) {
        return AuditEntry.newBuilder()
                .setAt(clock.instant())
                .setApplication(Principal.INGEST.user())
                .setAction(action)
                .setReason(reason)
                .setEventId(eventId)
                .setSiteId(camera.map(known -> known.site().id()).orElse(null))
                .setCameraId(camera.map(Camera::id).orElse(null))
                .build();
    }
}
