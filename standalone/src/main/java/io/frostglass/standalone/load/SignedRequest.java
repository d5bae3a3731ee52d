package io.frostglass.standalone.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.standalone.camera.CameraShot;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/// A motion webhook that may be sent several times: every attempt has the same id and body, and its own signature.
public final class SignedRequest {

    private static final JsonMapper JSON = new JsonMapper();

    /// For an ingest that hangs; usually it answers within milliseconds.
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    // The chance that a JPEG contains it is 2^-240.
    private static final String BOUNDARY = "frostglass-camera-6f9c94173d0b42c58a71";

    private final URI target;
    private final CameraAccount account;
    private final String webhookId;
    private final String contentType;
    private final byte[] body;

    /// @param ingest the ingest's base URL
    /// @param webhookId identifies the event; for schemes that sign the body alone, the body does
    /// @param at when the motion was seen
    public SignedRequest(URI ingest, CameraAccount account, String webhookId, CameraShot shot, Instant at) {
        this.target = ingest.resolve("/v1/cameras/" + account.cameraId() + "/motion");
        this.account = account;
        this.webhookId = webhookId;
        this.contentType = account.multipart() ? "multipart/form-data; boundary=" + BOUNDARY : "application/json";
        this.body = account.multipart() ? parts(event(shot, at, false), shot.jpeg()) : event(shot, at, true);
    }

    private static byte[] event(CameraShot shot, Instant at, boolean withImage) {
        var event = new LinkedHashMap<String, Object>();
        event.put("timestamp", at.toString());
        if (shot.motionConfidence() != null) {
            event.put("motion_confidence", shot.motionConfidence());
        }
        event.put("bboxes", shot.boxes());
        event.put("labels", shot.labels());
        if (withImage) {
            event.put("image", shot.jpeg());
        }
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts, numbers and bytes are always JSON", e);
        }
    }

    private static byte[] parts(byte[] event, byte[] jpeg) {
        var out = new ByteArrayOutputStream(event.length + jpeg.length + 512);
        part(out, "name=\"event\"", "application/json", event);
        part(out, "name=\"image\"; filename=\"snapshot.jpg\"", "image/jpeg", jpeg);
        out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(US_ASCII));
        return out.toByteArray();
    }

    private static void part(ByteArrayOutputStream out, String disposition, String type, byte[] content) {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition;
        out.writeBytes((head + "\r\nContent-Type: " + type + "\r\n\r\n").getBytes(US_ASCII));
        out.writeBytes(content);
        out.writeBytes("\r\n".getBytes(US_ASCII));
    }

    /// Returns the request, signed at this time.
    public HttpRequest signedAt(Instant now) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(TIMEOUT)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body));
        account.scheme().headers(account.secret(), webhookId, now, body).forEach(request::header);
        return request.build();
    }
}
