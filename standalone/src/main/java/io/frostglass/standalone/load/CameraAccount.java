package io.frostglass.standalone.load;

import io.frostglass.cameras.Camera;
import io.frostglass.cameras.Sites;
import io.frostglass.cameras.SitesFile;
import io.frostglass.settings.InvalidDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/// What a camera needs to send events: its id and its secret, as in the sites file.
///
/// @param cameraId the id in the request's path
/// @param scheme how it signs
/// @param secret `whsec_` and base64 for [SigningScheme#STANDARD_WEBHOOKS]; for the others, text whose UTF-8 bytes are
///     the key
/// @param multipart whether it sends `multipart/form-data` with the parts `event` and `image`; otherwise one JSON
///     object, with the picture in it as base64
public record CameraAccount(String cameraId, SigningScheme scheme, String secret, boolean multipart) {

    /// Reads the accounts of all devices in a sites file: not of cameras for synthetic events. Every third camera sends
    /// multipart, the others JSON.
    ///
    /// @throws IOException if the file cannot be read or is wrong; the message says why
    public static List<CameraAccount> readAll(Path sites) throws IOException {
        var accounts = new ArrayList<CameraAccount>();
        for (Camera camera : readSites(sites).cameras().stream()
                .filter(camera -> !camera.synthetic())
                .sorted(Comparator.comparing(Camera::id))
                .toList()) {
            accounts.add(of(camera, accounts.size() % 3 == 1));
        }
        return accounts;
    }

    /// Reads a sites file.
    ///
    /// @throws IOException if the file cannot be read or is wrong; the message says why
    public static Sites readSites(Path sites) throws IOException {
        try {
            return SitesFile.parse(Files.readString(sites));
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + sites, e);
        } catch (InvalidDocument e) {
            throw new IOException(sites + ": " + e.what(), e);
        }
    }

    private static CameraAccount of(Camera camera, boolean multipart) {
        SigningScheme scheme = Arrays.stream(SigningScheme.values())
                .filter(candidate -> candidate.code().equals(camera.scheme().schemeName()))
                .findFirst()
                .orElseThrow();
        byte[] key = camera.secrets().getFirst().key().bytes();
        String text = scheme == SigningScheme.STANDARD_WEBHOOKS
                ? "whsec_" + Base64.getEncoder().encodeToString(key)
                : new String(key, StandardCharsets.UTF_8);
        return new CameraAccount(camera.id(), scheme, text, multipart);
    }

    @Override
    public String toString() {
        return "CameraAccount[" + cameraId + ", " + scheme + "]";
    }
}
