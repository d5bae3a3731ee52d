package io.frostglass.ingest.synthetic;

import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlDocument;
import io.frostglass.settings.YamlMapping;
import io.frostglass.settings.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A camera of the file of `frostglass synthetic`. In the sites file, the same camera has the scheme
/// `standard-webhooks`, the same secret, and `synthetic: true`.
///
/// ```yaml
/// cameras:
///   - {id: cam-synthetic-1, secret: "${file:/run/secrets/cam-synthetic-1}"}     # whsec_…
/// ```
record SyntheticCamera(String id, SigningSecret secret) {

    private static final ValueParser<String> ID = ValueParser.matching(
            Pattern.compile("[a-z0-9][a-z0-9-]{0,62}"),
            "1 to 63 small letters, digits and hyphens, not a hyphen first");

    /// Reads a file's text.
    ///
    /// @throws InvalidDocument with all problems
    static List<SyntheticCamera> parse(String text) throws InvalidDocument {
        return YamlDocument.read(text, SecretReferences.ofProcess(), SyntheticCamera::all);
    }

    private static Optional<List<SyntheticCamera>> all(YamlMapping yaml) {
        var cameras = yaml.requiredList("cameras", SyntheticCamera::camera);
        return yaml.build(cameras::get);
    }

    private static Optional<SyntheticCamera> camera(YamlNode node) {
        return node.mapping().flatMap(yaml -> {
            var id = yaml.required("id", ID);
            var secret = yaml.required("secret", SigningSecret.parser());
            return yaml.build(() -> new SyntheticCamera(id.get(), secret.get()));
        });
    }
}
