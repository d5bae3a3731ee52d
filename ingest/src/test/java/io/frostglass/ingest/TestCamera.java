package io.frostglass.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs and sends as a camera does. Written from the specifications, not with the code that verifies.
final class TestCamera {

    static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    static final String JSON = "application/json";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestCamera() {}

    /// A request to be sent as it is or changed.
    ///
    /// @param headers content type and signature
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Webhook(String camera, Map<String, String> headers, byte[] body) {

        Webhook with(String header, String value) {
            var changed = new HashMap<>(headers);
            changed.put(header, value);
            return new Webhook(camera, changed, body);
        }

        Webhook without(String header) {
            var changed = new HashMap<>(headers);
            changed.remove(header);
            return new Webhook(camera, changed, body);
        }

        Webhook from(String otherCamera) {
            return new Webhook(otherCamera, headers, body);
        }

        Answer send(URI url) throws IOException, InterruptedException {
            var request = HttpRequest.newBuilder(url.resolve("/v1/cameras/" + camera + "/motion"))
                    .POST(BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
        }

        @Override
        public String toString() {
            return "webhook of " + camera;
        }
    }

    /// What came back.
    record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        boolean duplicate() {
            return body().contains("\"duplicate\":true");
        }

        String eventId() {
            return body().replaceAll(".*\"event_id\":\"([^\"]*)\".*", "$1");
        }
    }

    /// A body of the contract, each a little different.
    static String event() {
        return "{\"timestamp\":\"" + Instant.now() + "\",\"motion_confidence\":0.9,\"note\":\"" + UUID.randomUUID()
                + "\"}";
    }

    static Webhook signed(String camera) {
        return signed(camera, SECRET, Instant.now(), JSON, event().getBytes(UTF_8));
    }

    static Webhook signed(String camera, String secret) {
        return signed(camera, secret, Instant.now(), JSON, event().getBytes(UTF_8));
    }

    static Webhook signed(String camera, String secret, Instant at, String contentType, byte[] body) {
        String id = "msg_" + UUID.randomUUID();
        long timestamp = at.getEpochSecond();
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        byte[] mac = hmac(key, (id + "." + timestamp + ".").getBytes(UTF_8), body);
        var headers = Map.of(
                "content-type",
                contentType,
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(timestamp),
                "webhook-signature",
                "v1," + Base64.getEncoder().encodeToString(mac));
        return new Webhook(camera, headers, body);
    }

    static Webhook signedAsGitHub(String camera, String secret) {
        byte[] body = event().getBytes(UTF_8);
        String hex = HexFormat.of().formatHex(hmac(secret.getBytes(UTF_8), body));
        return new Webhook(camera, Map.of("content-type", JSON, "X-Hub-Signature-256", "sha256=" + hex), body);
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    static String get(URI url, String path) {
        try {
            return HTTP.send(HttpRequest.newBuilder(url.resolve(path)).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
