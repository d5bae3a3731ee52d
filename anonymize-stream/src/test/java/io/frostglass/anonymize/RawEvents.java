package io.frostglass.anonymize;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.cameras.Sites;
import io.frostglass.cameras.SitesFile;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.settings.InvalidDocument;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.imageio.ImageIO;

/// Raw events as ingest writes them, signed by code of the tests' own.
final class RawEvents {

    static final Instant NOW = Instant.parse("2026-01-18T12:34:56Z");
    static final String CAMERA = "cam-12";

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final String KEY =
            Base64.getEncoder().encodeToString("fedcba9876543210fedcba9876543210".getBytes(UTF_8));

    private RawEvents() {}

    static Sites sites() {
        try {
            return SitesFile.parse(
                    """
                    groups: [{id: north, hash_key: %s}]
                    sites:
                      - id: site-a
                        time_zone: Europe/London
                        hash_key: %s
                        group: north
                        cameras:
                          - {id: %s, scheme: standard-webhooks, secrets: [whsec_%s]}
                    """.formatted(KEY, KEY, CAMERA, Base64.getEncoder().encodeToString(SECRET)));
        } catch (InvalidDocument e) {
            throw new IllegalStateException(e);
        }
    }

    /// A body with a picture in it.
    static String body(String image) {
        return """
               {"timestamp": "2026-01-18T12:34:55Z", "motion_confidence": 0.92, "serial": "SN-4711",
                "bboxes": [{"x": 0.15, "y": 0.3, "w": 0.2, "h": 0.25}],
                "labels": [{"label": "Person", "confidence": 0.9}, {"label": "Jo from next door"}],
                "image": "%s"}""".formatted(image);
    }

    /// A picture in base64.
    static String picture() {
        var image = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(Color.GRAY);
        graphics.fillRect(100, 50, 200, 250);
        graphics.dispose();
        var jpeg = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", jpeg);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(jpeg.toByteArray());
    }

    /// Signed as the camera does.
    static MotionRaw signed(String webhookId, Instant at, String body) {
        String timestamp = Long.toString(at.getEpochSecond());
        byte[] mac = hmac((webhookId + "." + timestamp + "." + body).getBytes(UTF_8));
        return raw(
                body,
                Map.of(
                        "webhook-id", webhookId,
                        "webhook-timestamp", timestamp,
                        "webhook-signature", "v1," + Base64.getEncoder().encodeToString(mac)));
    }

    static MotionRaw raw(String body, Map<String, String> headers) {
        return MotionRaw.newBuilder()
                .setEventId("evt-made-up-by-whoever-wrote-the-record")
                .setCameraId(CAMERA)
                .setReceivedAt(NOW)
                .setContentType("application/json")
                .setSignatureHeaders(headers)
                .setBody(ByteBuffer.wrap(body.getBytes(UTF_8)))
                .build();
    }

    private static byte[] hmac(byte[] text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
