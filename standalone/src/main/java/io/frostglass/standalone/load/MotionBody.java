package io.frostglass.standalone.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.frostglass.standalone.camera.Shot;
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
record MotionBody(String contentType, byte[] bytes) {

    private static final JsonFactory JSON = new JsonFactory();

    // Cannot occur in what it separates: JPEG data holds it with a chance of 2^-240.
    private static final String BOUNDARY = "frostglass-camera-6f9c94173d0b42c58a71";

    static MotionBody of(CameraAccount.BodyForm form, Shot shot, Instant at) {
        return switch (form) {
            case JSON -> new MotionBody("application/json", event(shot, at, true));
            case MULTIPART ->
                new MotionBody("multipart/form-data; boundary=" + BOUNDARY, parts(event(shot, at, false), shot.jpeg()));
        };
    }

    private static byte[] event(Shot shot, Instant at, boolean withImage) {
        var out = new ByteArrayOutputStream(withImage ? shot.jpeg().length * 4 / 3 + 1024 : 1024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("timestamp", at.toString());
            if (shot.motionConfidence() != null) {
                json.writeNumberField("motion_confidence", shot.motionConfidence());
            }
            json.writeArrayFieldStart("bboxes");
            for (Shot.Box box : shot.boxes()) {
                json.writeStartObject();
                json.writeNumberField("x", box.x());
                json.writeNumberField("y", box.y());
                json.writeNumberField("w", box.w());
                json.writeNumberField("h", box.h());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("labels");
            for (Shot.Sighting seen : shot.labels()) {
                json.writeStartObject();
                json.writeStringField("label", seen.label());
                json.writeNumberField("confidence", seen.confidence());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (withImage) {
                json.writeBinaryField("image", shot.jpeg());
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
        return "MotionBody[" + contentType + ", " + bytes.length + " bytes]";
    }
}
