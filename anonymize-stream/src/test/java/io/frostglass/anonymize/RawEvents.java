package io.frostglass.anonymize;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.cameras.Sites;
import io.frostglass.cameras.SitesFile;
import io.frostglass.encryption.DataKeySource;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.settings.InvalidDocument;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.imageio.ImageIO;

/// Raw events as ingest writes them, signed by code of the tests' own.
public final class RawEvents {

    static final Instant NOW = Instant.parse("2026-01-18T12:34:56Z");
    static final String CAMERA = "cam-12";

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final String KEY =
            Base64.getEncoder().encodeToString("fedcba9876543210fedcba9876543210".getBytes(UTF_8));

    private RawEvents() {}

    /// Two sites of one group and one of none, all with the same secret.
    static Sites sites() {
        return sitesWithout("none");
    }

    /// The same, with one camera less.
    static Sites sitesWithout(String camera) {
        try {
            return SitesFile.parse(sitesFile()
                    .lines()
                    .filter(line -> !line.contains("{id: " + camera + ","))
                    .collect(Collectors.joining("\n")));
        } catch (InvalidDocument e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same as a file.
    public static String sitesFile() {
        return """
                    groups: [{id: north, hash_key: KEY}]
                    sites:
                      - id: site-a
                        time_zone: Europe/London
                        hash_key: KEY
                        group: north
                        cameras:
                          - {id: cam-12, scheme: standard-webhooks, secrets: [whsec_SECRET]}
                          - {id: cam-13, scheme: standard-webhooks, secrets: [whsec_SECRET]}
                          - {id: cam-synthetic, scheme: standard-webhooks, secrets: [whsec_SECRET], synthetic: true}
                      - id: site-b
                        time_zone: Europe/London
                        hash_key: KEY
                        group: north
                        veil: heavy
                        duplicates: {window: 5s, distance: 0}
                        cameras:
                          - {id: cam-21, scheme: standard-webhooks, secrets: [whsec_SECRET]}
                          - {id: cam-22, scheme: standard-webhooks, secrets: [whsec_SECRET], veil: light}
                      - id: site-c
                        time_zone: Europe/London
                        hash_key: KEY
                        duplicates: {window: 0s}
                        cameras:
                          - {id: cam-31, scheme: standard-webhooks, secrets: [whsec_SECRET]}
                    """.replace("KEY", KEY).replace("SECRET", Base64.getEncoder().encodeToString(SECRET));
    }

    /// Reads records in clear.
    static RawRecordOpener opener() {
        return new RawRecordOpener(
                DataKeySource.NONE,
                true,
                (topic, bytes) -> {
                    throw new AssertionError("nothing is encrypted");
                },
                form -> {});
    }

    /// As it is read from the topic.
    static RawRecord record(MotionRaw raw) {
        return new RawRecord.ClearRecord(new byte[0], raw);
    }

    /// A body with a picture in it.
    public static String body(String image) {
        return """
               {"timestamp": "2026-01-18T12:34:55Z", "motion_confidence": 0.92, "serial": "SN-4711",
                "bboxes": [{"x": 0.15, "y": 0.3, "w": 0.2, "h": 0.25}],
                "labels": [{"label": "Person", "confidence": 0.9}, {"label": "Jo from next door"}],
                "image": "%s"}""".formatted(image);
    }

    /// A picture in base64.
    public static String picture() {
        return picture(0, 1);
    }

    /// A picture in base64.
    ///
    /// @param scene the same number draws the same scene
    /// @param light by how much brighter than drawn, 1 for not at all
    static String picture(int scene, float light) {
        return picture(scene, light, _ -> {});
    }

    /// A picture of a scene with something drawn on it, in base64.
    static String picture(int scene, float light, Consumer<Graphics2D> drawing) {
        var image = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        var random = new Random(scene);
        for (int i = 0; i < 25; i++) {
            float grey = Math.min(1, random.nextFloat() * light);
            graphics.setColor(new Color(grey, grey, grey));
            graphics.fillOval(random.nextInt(600) - 80, random.nextInt(320) - 60, 220, 180);
        }
        drawing.accept(graphics);
        graphics.dispose();
        return base64(image);
    }

    /// A body without boxes, with a picture of a place and something drawn on it.
    static String place(Consumer<Graphics2D> drawing) {
        return body(picture(1, 1, drawing)).replaceAll("\"bboxes\": \\[[^]]*]", "\"bboxes\": []");
    }

    /// A body without boxes, with a picture of the place and somebody at its side: a place is learnt while something
    /// moves.
    ///
    /// @param number of the visit: even ones are on the left
    static String visit(int number) {
        return place(graphics -> {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(number % 2 == 0 ? 10 : 550, 10, 80, 100);
        });
    }

    /// A body that says that its picture shows the empty place.
    static String reference() {
        return place(_ -> {}).replace("{\"timestamp\"", "{\"kind\": \"reference\", \"timestamp\"");
    }

    /// A body that says that it is the synthetic event of its site.
    static String synthetic(String image) {
        return body(image).replace("{\"timestamp\"", "{\"kind\": \"synthetic\", \"timestamp\"");
    }

    /// A picture of nothing, as from a covered lens.
    static String blank() {
        return base64(new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB));
    }

    private static String base64(BufferedImage image) {
        var jpeg = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", jpeg);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(jpeg.toByteArray());
    }

    /// Signed as the camera does.
    public static MotionRaw signed(String webhookId, Instant at, String body) {
        return signed(CAMERA, webhookId, at, body);
    }

    /// Signed as a camera does.
    static MotionRaw signed(String camera, String webhookId, Instant at, String body) {
        String timestamp = Long.toString(at.getEpochSecond());
        byte[] mac = hmac((webhookId + "." + timestamp + "." + body).getBytes(UTF_8));
        return raw(
                camera,
                body,
                Map.of(
                        "webhook-id", webhookId,
                        "webhook-timestamp", timestamp,
                        "webhook-signature", "v1," + Base64.getEncoder().encodeToString(mac)));
    }

    public static MotionRaw raw(String body, Map<String, String> headers) {
        return raw(CAMERA, body, headers);
    }

    private static MotionRaw raw(String camera, String body, Map<String, String> headers) {
        return MotionRaw.newBuilder()
                .setEventId("evt-made-up-by-whoever-wrote-the-record")
                .setCameraId(camera)
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
