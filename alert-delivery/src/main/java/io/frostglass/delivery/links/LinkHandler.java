package io.frostglass.delivery.links;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.delivery.callbacks.ActionWriter;
import io.frostglass.delivery.links.LinkTarget.IncidentLink;
import io.frostglass.delivery.links.LinkTarget.ThumbnailLink;
import io.frostglass.delivery.receivers.Receiver;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the links in messages.
///
/// | request | does |
/// |---|---|
/// | `GET /i/LINK` | shows a page about the incident, with a button for each action; changes nothing |
/// | `POST /i/LINK` | does what the pressed button says |
/// | `GET /t/LINK` | gives the thumbnail |
///
/// Scanners of mails and chats fetch every link, so only `POST` acts. A link that has expired, or whose receiver is
/// gone or may have none any more, is answered with 410, a thumbnail with 404.
public final class LinkHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(LinkHandler.class);

    private static final int MAX_BODY = 256;
    private static final String JPEG = "image/jpeg";

    /// What a button sends.
    private static final Map<String, IncidentActionKind> ACTIONS = Map.of(
            "action=acknowledge", IncidentActionKind.acknowledge,
            "action=resolve", IncidentActionKind.resolve);

    private final LinkCodec codec;
    private final Supplier<Map<String, Receiver>> receivers;
    private final ActionWriter writer;
    private final ThumbnailReader thumbnails;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final RequestBudget budget;

    /// @param receivers by name, as the file has them now
    public LinkHandler(
            LinkSettings settings,
            Supplier<Map<String, Receiver>> receivers,
            ActionWriter writer,
            ThumbnailReader thumbnails,
            MeterRegistry metrics,
            InstantSource clock) {
        this.codec = settings.codec();
        this.receivers = receivers;
        this.writer = writer;
        this.thumbnails = thumbnails;
        this.metrics = metrics;
        this.clock = clock;
        this.budget = new RequestBudget(clock);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
            throws IOException, InterruptedException {
        String path = Request.getPathInContext(request);
        boolean incidents = path.startsWith(LinkSettings.INCIDENTS);
        if (!incidents && !path.startsWith(LinkSettings.THUMBNAILS)) {
            return false;
        }
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        boolean acts = incidents && request.getMethod().equals("POST");
        LinkPage page = new LinkPage(response, callback);
        if (!reads && !acts) {
            response.getHeaders().put(HttpHeader.ALLOW, incidents ? "GET, HEAD, POST" : "GET, HEAD");
            page.say(HttpStatus.METHOD_NOT_ALLOWED_405, "Not possible", "This address can only be opened.");
            return true;
        }
        Optional<LinkTarget> link = codec.read(path.substring(LinkSettings.INCIDENTS.length()));
        if (!link.map(budget::take).orElseGet(budget::takeUnknown)) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 60);
            page.say(HttpStatus.TOO_MANY_REQUESTS_429, "Too often", "Try it again in a minute.");
        } else if (incidents && link.orElse(null) instanceof IncidentLink incident) {
            open(incident, acts ? Optional.of(request) : Optional.empty(), page);
        } else if (!incidents && link.orElse(null) instanceof ThumbnailLink thumbnail) {
            give(thumbnail, page, response, callback);
        } else {
            page.say(HttpStatus.NOT_FOUND_404, "Unknown link", "Look whether the whole link was opened.");
        }
        return true;
    }

    /// @param post empty to show the page alone
    private void open(IncidentLink link, Optional<Request> post, LinkPage page) throws IOException {
        if (!isAccepted(link, ReceiverApi::linksActions)) {
            page.say(
                    HttpStatus.GONE_410,
                    "The link has expired",
                    "Acknowledge or resolve the incident in another way, or by a newer message.");
            return;
        }
        if (post.isEmpty()) {
            page.show(link);
            return;
        }
        IncidentActionKind action = ACTIONS.get(body(post.get()));
        if (action == null || !link.actions().contains(action)) {
            page.say(HttpStatus.BAD_REQUEST_400, "Not understood", "Open the link, and press a button.");
            return;
        }
        if (writer.write(link.receiver(), link.incident(), action, null, _ -> {})) {
            MetricCatalogue.DELIVERY_CALLBACKS
                    .counter(metrics, link.receiver(), "written")
                    .increment();
            page.done(action);
        } else {
            page.say(
                    HttpStatus.SERVICE_UNAVAILABLE_503,
                    "Not now",
                    "It is not known whether it was written down. Press the button again in a moment.");
        }
    }

    private static String body(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            return new String(in.readNBytes(MAX_BODY), US_ASCII);
        }
    }

    private void give(ThumbnailLink link, LinkPage page, Response response, Callback callback)
            throws InterruptedException {
        if (!isAccepted(link, ReceiverApi::linksThumbnails)) {
            page.say(HttpStatus.NOT_FOUND_404, "Gone", "There is no picture any more.");
            return;
        }
        Optional<ByteBuffer> picture;
        try {
            picture = thumbnails.read(link);
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("receiver", link.receiver()).setCause(e).log("thumbnail_not_read");
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 5);
            page.say(HttpStatus.SERVICE_UNAVAILABLE_503, "Not now", "Try it again in a moment.");
            return;
        }
        if (picture.isEmpty()) {
            page.say(HttpStatus.NOT_FOUND_404, "Gone", "There is no picture any more.");
            return;
        }
        LinkPage.protect(response);
        response.setStatus(HttpStatus.OK_200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, JPEG);
        response.write(true, picture.get().duplicate(), callback);
    }

    /// Whether it has not expired, and the receiver may still have such links.
    private boolean isAccepted(LinkTarget link, Predicate<ReceiverApi> may) {
        Receiver receiver = receivers.get().get(link.receiver());
        return receiver != null && may.test(receiver.api()) && clock.instant().isBefore(link.expires());
    }
}
