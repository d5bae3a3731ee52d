package io.frostglass.ingest;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.cameras.Camera;
import io.frostglass.cameras.DroppedDetail;
import io.frostglass.cameras.MotionBody;
import io.frostglass.cameras.ParsedBody;
import io.frostglass.ingest.Door.Entry;
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
    private static final int MOST_CONTENT_TYPE = 256;

    private final IngestConfig config;
    private final Door door;
    private final EventLog log;
    private final BodyReader bodies;
    private final ClientAddress addresses;
    private final MeterRegistry metrics;
    private final Clock clock;

    MotionHandler(IngestConfig config, Door door, EventLog log, MeterRegistry metrics, Clock clock) {
        this.config = config;
        this.door = door;
        this.log = log;
        this.bodies = new BodyReader(config.maxBodyBytes(), config.maxBytesInFlight(), config.bodyTimeout());
        metrics.gauge("frostglass.ingest.bytes.in.flight", bodies, BodyReader::bytesInFlight);
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
        Reply reply = reply(request, path.group(1));
        Timer.builder("frostglass.ingest.requests")
                .tag("outcome", reply.outcome())
                .register(metrics)
                .record(Duration.between(start, clock.instant()));
        reply.write(response, callback);
        return true;
    }

    private Reply reply(Request request, String cameraId) {
        if (!HttpMethod.POST.is(request.getMethod())) {
            return new Reply.MethodNotAllowed();
        }
        return switch (bodies.read(request)) {
            case BodyReader.Body.TooLarge _ ->
                refuse(Optional.empty(), "too_large", Reply.tooLarge(config.maxBodyBytes()));
            case BodyReader.Body.NoRoom _ -> Reply.unavailable();
            case BodyReader.Body.TooSlow _ -> Reply.tooSlow();
            case BodyReader.Body.Broken _ -> Reply.broken();
            case BodyReader.Body.Whole whole -> {
                try (whole) {
                    yield enter(request, cameraId, whole.bytes(), clock.instant());
                }
            }
        };
    }

    private Reply enter(Request request, String cameraId, byte[] body, Instant at) {
        var headers = request.getHeaders();
        return switch (door.enter(cameraId, headers::get, body, addresses.of(request), at)) {
            case Entry.Unbelieved(var camera, String reason) -> refuse(camera, reason, Reply.unauthorized());
            case Entry.WrongAddress(Camera camera) ->
                refuse(Optional.of(camera), "address_not_allowed", Reply.forbidden());
            case Entry.TooOften(Camera camera, long seconds) ->
                refuse(Optional.of(camera), "rate_limited", Reply.tooMany(seconds));
            case Entry.Let let -> accept(let, contentType(request), body, at);
        };
    }

    /// With a coding on top, such as gzip, it is not what can be read; none has limits of its own here.
    private static String contentType(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        boolean coded = request.getHeaders().contains(HttpHeader.CONTENT_ENCODING);
        return type == null || type.length() > MOST_CONTENT_TYPE || coded ? "" : type;
    }

    private Reply accept(Entry.Let let, String contentType, byte[] body, Instant at) {
        return switch (MotionBody.parse(contentType, body)) {
            case ParsedBody.UnknownType _ ->
                refuse(Optional.of(let.camera()), "unsupported_media_type", Reply.unsupportedMediaType());
            case ParsedBody.Invalid(String field, String what) ->
                refuse(Optional.of(let.camera()), "invalid_body", Reply.invalid(field, what));
            case ParsedBody.Event(var event) -> write(let, contentType, body, event.dropped(), at);
        };
    }

    private Reply write(Entry.Let let, String contentType, byte[] body, List<DroppedDetail> dropped, Instant at) {
        var raw = MotionRaw.newBuilder()
                .setEventId(let.eventId())
                .setCameraId(let.camera().id())
                .setReceivedAt(at)
                .setContentType(contentType)
                .setSignatureHeaders(let.headers())
                .setBody(ByteBuffer.wrap(body))
                .build();
        var accepted = AuditEntry.newBuilder(entry(Action.accepted, Optional.of(let.camera()), let.eventId(), null))
                .setDroppedDetails(
                        dropped.isEmpty()
                                ? null
                                : dropped.stream().map(DroppedDetail::path).toList())
                .build();
        var repeated = entry(Action.repeated, Optional.of(let.camera()), let.eventId(), null);
        return switch (log.write(raw, accepted, repeated).join()) {
            case Written.Fresh _ -> {
                dropped.forEach(this::count);
                yield new Reply.Accepted(let.eventId(), false);
            }
            case Written.Repeated _ -> new Reply.Accepted(let.eventId(), true);
            case Written.Unavailable _ -> Reply.unavailable();
        };
    }

    private void count(DroppedDetail detail) {
        metrics.counter("frostglass.ingest.details.dropped", "field", detail.field())
                .increment(detail.count());
    }

    /// Answers when the audit entry is written, or cannot be: the refusal stands in any case.
    private Reply refuse(Optional<Camera> camera, String reason, Reply reply) {
        if (log.write(entry(Action.refused, camera, null, reason)).join() instanceof Written.Unavailable) {
            metrics.counter("frostglass.ingest.refusals.unrecorded").increment();
        }
        return reply;
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
