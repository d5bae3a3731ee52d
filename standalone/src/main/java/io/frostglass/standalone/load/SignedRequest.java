package io.frostglass.standalone.load;

import io.frostglass.standalone.camera.CameraShot;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;

/// A motion webhook, ready to be signed and sent as often as it takes: every attempt carries the same id and body,
/// and a signature of its own.
public final class SignedRequest {

    /// An ingest answers in milliseconds; this is for one that hangs.
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final URI target;
    private final CameraAccount account;
    private final String webhookId;
    private final MotionPayload body;

    /// Makes the body; it is signed when it is sent.
    ///
    /// @param ingest the ingest's base URL
    /// @param webhookId names the event; for schemes that sign the body alone, the body does
    /// @param at when the motion was seen
    public SignedRequest(URI ingest, CameraAccount account, String webhookId, CameraShot cameraShot, Instant at) {
        this.target = ingest.resolve("/v1/cameras/" + account.cameraId() + "/motion");
        this.account = account;
        this.webhookId = webhookId;
        this.body = MotionPayload.of(account.body(), cameraShot, at);
    }

    /// The request as it goes out at this moment.
    public HttpRequest signedAt(Instant now) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(TIMEOUT)
                .header("Content-Type", body.contentType())
                .POST(BodyPublishers.ofByteArray(body.bytes()));
        account.signingScheme()
                .headers(account.secret(), webhookId, now, body.bytes())
                .forEach(request::header);
        return request.build();
    }

    @Override
    public String toString() {
        return "SignedRequest[" + account.cameraId() + ", " + body.bytes().length + " bytes]";
    }
}
