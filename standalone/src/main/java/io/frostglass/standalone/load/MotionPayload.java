package io.frostglass.standalone.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.frostglass.standalone.camera.CameraShot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// The body of a motion webhook.
///
/// @param contentType the request's Content-Type
/// @param bytes what is sent and signed
// An array: made here and only read; bodies are never compared.
@SuppressWarnings("ArrayRecordComponent")
record MotionPayload(String contentType, byte[] bytes) {

    private static final JsonFactory JSON = new JsonFactory();

    // Cannot occur in what it separates: JPEG data holds it with a chance of 2^-240.
    private static final String BOUNDARY = "frostglass-camera-6f9c94173d0b42c58a71";

    static MotionPayload of(CameraAccount.BodyForm form, CameraShot cameraShot, Instant at) {
        return switch (form) {
            case JSON -> new MotionPayload("application/json", event(cameraShot, at, true));
            case MULTIPART ->
                new MotionPayload(
                        "multipart/form-data; boundary=" + BOUNDARY,
                        parts(event(cameraShot, at, false), cameraShot.jpeg()));
        };
    }

    private static byte[] event(CameraShot cameraShot, Instant at, boolean withImage) {
        var out = new ByteArrayOutputStream(withImage ? cameraShot.jpeg().length * 4 / 3 + 1024 : 1024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("timestamp", at.toString());
            if (cameraShot.motionConfidence() != null) {
                json.writeNumberField("motion_confidence", cameraShot.motionConfidence());
            }
            json.writeArrayFieldStart("bboxes");
            for (CameraShot.ShotBox shotBox : cameraShot.boxes()) {
                json.writeStartObject();
                json.writeNumberField("x", shotBox.x());
                json.writeNumberField("y", shotBox.y());
                json.writeNumberField("w", shotBox.w());
                json.writeNumberField("h", shotBox.h());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("labels");
            for (CameraShot.ShotObject seen : cameraShot.labels()) {
                json.writeStartObject();
                json.writeStringField("label", seen.label());
                json.writeNumberField("confidence", seen.confidence());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (withImage) {
                json.writeBinaryField("image", cameraShot.jpeg());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] parts(byte[] event, byte[] jpeg) {
        var out = new ByteArrayOutputStream(event.length + jpeg.length + 512);
        part(out, "name=\"event\"", "application/json", event);
        part(out, "name=\"image\"; filename=\"snapshot.jpg\"", "image/jpeg", jpeg);
        out.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
        return out.toByteArray();
    }

    private static void part(ByteArrayOutputStream out, String disposition, String type, byte[] content) {
        out.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition
                + "\r\nContent-Type: " + type + "\r\n\r\n"));
        out.writeBytes(content);
        out.writeBytes(ascii("\r\n"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "MotionPayload[" + contentType + ", " + bytes.length + " bytes]";
    }
}
