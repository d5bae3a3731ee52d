package io.frostglass.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Sites files for tests.
final class TestSites {

    static final String GITHUB_SECRET = "a secret of github";

    private static final String STANDARD =
            """
            sites:
              - id: site-1
                time_zone: Europe/London
                hash_key: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
                cameras:
                  - {id: cam-1, scheme: standard-webhooks, secrets: [SECRET]}
                  - {id: cam-github, scheme: github, secrets: [GITHUB]}
                  - {id: cam-near, scheme: standard-webhooks, secrets: [SECRET], allow: [192.0.2.0/24]}
                  - {id: cam-slow, scheme: standard-webhooks, secrets: [SECRET], rate_limit: {per_second: 0.01, burst: 1}}
            """.replace("SECRET", TestCamera.SECRET).replace("GITHUB", GITHUB_SECRET);

    private TestSites() {}

    static Path write(Path file) throws IOException {
        return Files.writeString(file, STANDARD);
    }

    /// With one more camera at the end.
    static void writeWith(Path file, String camera) throws IOException {
        replace(file, STANDARD + "      - " + camera + "\n");
    }

    /// As careful operators do: never half a file.
    static void replace(Path file, String text) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling("fresh.yaml"), text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
