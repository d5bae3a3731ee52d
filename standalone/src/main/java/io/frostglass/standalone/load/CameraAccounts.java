package io.frostglass.standalone.load;

import io.frostglass.cameras.Camera;
import io.frostglass.cameras.CameraSecret;
import io.frostglass.cameras.SitesFile;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.standalone.load.CameraAccount.BodyForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/// Reads the accounts of simulated cameras from a sites file.
public final class CameraAccounts {

    private CameraAccounts() {}

    /// Reads a sites file. Every third camera sends multipart, the others JSON.
    ///
    /// @throws IOException if the file cannot be read or is wrong; the message says why
    public static List<CameraAccount> of(Path sites) throws IOException {
        List<Camera> cameras = read(sites);
        return cameras.stream()
                .map(camera -> account(camera, cameras.indexOf(camera) % 3 == 1 ? BodyForm.MULTIPART : BodyForm.JSON))
                .toList();
    }

    private static List<Camera> read(Path sites) throws IOException {
        try {
            return SitesFile.parse(Files.readString(sites)).cameras().stream()
                    .sorted(Comparator.comparing(Camera::id))
                    .toList();
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + sites, e);
        } catch (InvalidDocument e) {
            throw new IOException(sites + ": " + e.what(), e);
        }
    }

    private static CameraAccount account(Camera camera, BodyForm form) {
        SigningScheme scheme = Arrays.stream(SigningScheme.values())
                .filter(candidate -> candidate.code().equals(camera.scheme().schemeName()))
                .findFirst()
                .orElseThrow();
        CameraSecret secret = camera.secrets().getFirst();
        byte[] key = secret.key().bytes();
        String text = scheme == SigningScheme.STANDARD_WEBHOOKS
                ? "whsec_" + Base64.getEncoder().encodeToString(key)
                : new String(key, StandardCharsets.UTF_8);
        return new CameraAccount(camera.id(), scheme, text, form);
    }
}
