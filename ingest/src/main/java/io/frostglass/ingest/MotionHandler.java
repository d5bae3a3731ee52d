package io.frostglass.ingest;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.cameras.Camera;
import io.frostglass.cameras.DroppedDetail;
import io.frostglass.cameras.MotionBodyParser;
import io.frostglass.cameras.ParsedBody;
import io.frostglass.ingest.WebhookAuthenticator.WebhookAuthentication;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.ClientAddress;
import io.frostglass.topics.Principal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
/// Who does not hold a camera's secret sees the first two alone, and they are the same for every camera, known or not.
/// What is refused leaves an audit entry and nothing else.
final class MotionHandler extends Handler.Abstract {

    private static final Pattern PATH = Pattern.compile("/v1/cameras/([^/]{1,64})/motion");

    /// It is kept with the event; a boundary has 70 characters at most.
    private static final int MAX_CONTENT_TYPE = 256;

    private final IngestConfig config;
    private final WebhookAuthenticator webhookAuthenticator;
    private final EventWriter log;
    private final RequestBodyReader bodies;
    private final ClientAddress addresses;
    private final MeterRegistry metrics;
    private final Clock clock;

    MotionHandler(
            IngestConfig config,
            WebhookAuthenticator webhookAuthenticator,
            EventWriter log,
            MeterRegistry metrics,
            Clock clock) {
        this.config = config;
        this.webhookAuthenticator = webhookAuthenticator;
        this.log = log;
        this.bodies = new RequestBodyReader(config.maxBodyBytes(), config.maxBytesInFlight(), config.bodyTimeout());
        metrics.gauge("frostglass.ingest.bytes.in.flight", bodies, RequestBodyReader::bytesInFlight);
        this.addresses = config.clients();
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Matcher path = PATH.matcher(Request.getPathInContext(request));
        if (!path.matches()) {
            return false;
        }
        Instant start = clock.instant();
        WebhookResponse webhookResponse = reply(request, path.group(1));
        Timer.builder("frostglass.ingest.requests")
                .tag("outcome", webhookResponse.outcome())
                .register(metrics)
                .record(Duration.between(start, clock.instant()));
        webhookResponse.write(response, callback);
        return true;
    }

    private WebhookResponse reply(Request request, String cameraId) {
        if (!HttpMethod.POST.is(request.getMethod())) {
            return new WebhookResponse.MethodNotAllowed();
        }
        return switch (bodies.read(request)) {
            case RequestBodyReader.RequestBody.TooLarge _ ->
                refuse(Optional.empty(), "too_large", WebhookResponse.tooLarge(config.maxBodyBytes()));
            case RequestBodyReader.RequestBody.NoRoom _ -> WebhookResponse.unavailable();
            case RequestBodyReader.RequestBody.TooSlow _ -> WebhookResponse.tooSlow();
            case RequestBodyReader.RequestBody.BrokenBody _ -> WebhookResponse.broken();
            case RequestBodyReader.RequestBody.FullBody fullBody -> {
                try (fullBody) {
                    yield enter(request, cameraId, fullBody.bytes(), clock.instant());
                }
            }
        };
    }

    private WebhookResponse enter(Request request, String cameraId, byte[] body, Instant at) {
        var headers = request.getHeaders();
        return switch (webhookAuthenticator.enter(cameraId, headers::get, body, addresses.of(request), at)) {
            case WebhookAuthentication.Untrusted(var camera, String reason) ->
                refuse(camera, reason, WebhookResponse.unauthorized());
            case WebhookAuthentication.WrongAddress(Camera camera) ->
                refuse(Optional.of(camera), "address_not_allowed", WebhookResponse.forbidden());
            case WebhookAuthentication.RateLimited(Camera camera, long seconds) ->
                refuse(Optional.of(camera), "rate_limited", WebhookResponse.tooMany(seconds));
            case WebhookAuthentication.Trusted trusted -> accept(trusted, contentType(request), body, at);
        };
    }

    /// With a coding on top, such as gzip, it is not what can be read; none has limits of its own here.
    private static String contentType(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        boolean coded = request.getHeaders().contains(HttpHeader.CONTENT_ENCODING);
        return type == null || type.length() > MAX_CONTENT_TYPE || coded ? "" : type;
    }

    private WebhookResponse accept(WebhookAuthentication.Trusted trusted, String contentType, byte[] body, Instant at) {
        return switch (MotionBodyParser.parse(contentType, body)) {
            case ParsedBody.UnknownType _ ->
                refuse(Optional.of(trusted.camera()), "unsupported_media_type", WebhookResponse.unsupportedMediaType());
            case ParsedBody.Invalid(String field, String what) ->
                refuse(Optional.of(trusted.camera()), "invalid_body", WebhookResponse.invalid(field, what));
            case ParsedBody.ParsedEvent(var event) -> write(trusted, contentType, body, event.dropped(), at);
        };
    }

    private WebhookResponse write(
            WebhookAuthentication.Trusted trusted,
            String contentType,
            byte[] body,
            List<DroppedDetail> dropped,
            Instant at) {
        var raw = MotionRaw.newBuilder()
                .setEventId(trusted.eventId())
                .setCameraId(trusted.camera().id())
                .setReceivedAt(at)
                .setContentType(contentType)
                .setSignatureHeaders(trusted.headers())
                .setBody(ByteBuffer.wrap(body))
                .build();
        var accepted = AuditEntry.newBuilder(
                        entry(Action.accepted, Optional.of(trusted.camera()), trusted.eventId(), null))
                .setDroppedDetails(
                        dropped.isEmpty()
                                ? null
                                : dropped.stream().map(DroppedDetail::path).toList())
                .build();
        var repeated = entry(Action.repeated, Optional.of(trusted.camera()), trusted.eventId(), null);
        return switch (log.write(raw, accepted, repeated).join()) {
            case EventWriteResult.Fresh _ -> {
                dropped.forEach(this::count);
                yield new WebhookResponse.EventAccepted(trusted.eventId(), false);
            }
            case EventWriteResult.AlreadyWritten _ -> new WebhookResponse.EventAccepted(trusted.eventId(), true);
            case EventWriteResult.NotWritten _ -> WebhookResponse.unavailable();
        };
    }

    private void count(DroppedDetail detail) {
        metrics.counter("frostglass.ingest.details.dropped", "field", detail.field())
                .increment(detail.count());
    }

    /// Answers when the audit entry is written, or cannot be: the refusal stands in any case.
    private WebhookResponse refuse(Optional<Camera> camera, String reason, WebhookResponse webhookResponse) {
        if (log.write(entry(Action.refused, camera, null, reason)).join() instanceof EventWriteResult.NotWritten) {
            metrics.counter("frostglass.ingest.refusals.unrecorded").increment();
        }
        return webhookResponse;
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
