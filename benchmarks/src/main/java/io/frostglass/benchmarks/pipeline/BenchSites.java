package io.frostglass.benchmarks.pipeline;

import io.frostglass.standalone.load.SigningScheme;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The sites of an installation with many cameras, ten at each, all with one secret.
///
/// @param cameras 1 or more
record BenchSites(int cameras) {

    static final SigningScheme SCHEME = SigningScheme.STANDARD_WEBHOOKS;
    static final String SECRET = "whsec_" + base64("bench-secret-of-all-cameras-in-this-bench");

    private static final int CAMERAS_OF_A_SITE = 10;

    /// The id of a camera, from 0.
    static String camera(int number) {
        return "cam-" + number;
    }

    /// The id of its site.
    static String site(int camera) {
        return "site-" + camera / CAMERAS_OF_A_SITE;
    }

    /// A sites file.
    String text() {
        var text = new StringBuilder("sites:\n");
        for (int camera = 0; camera < cameras; camera++) {
            if (camera % CAMERAS_OF_A_SITE == 0) {
                text.append("""
                          - id: %s
                            time_zone: Europe/London
                            hash_key: %s
                            cameras:
                        """.formatted(site(camera), base64("a-key-of-hashes-of-32-bytes-long")));
            }
            text.append(
                    "      - {id: %s, scheme: %s, secrets: [%s]}%n".formatted(camera(camera), SCHEME.code(), SECRET));
        }
        return text.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
