package io.frostglass.delivery.receivers;

import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.runtime.webhook.WebhookTarget;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.PartialDocument;
import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlDocument;
import io.frostglass.settings.YamlMapping;
import io.frostglass.settings.YamlNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads `receivers.yaml`; docs/escalation/receivers-file.md describes it.
///
/// A wrong receiver does not affect the others. It stays as it was before; a new one that is wrong is left out.
public final class ReceiversFile {

    private static final ValueParser<String> NAME = ValueParser.matching(
            Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}"),
            "a name of 1 to 63 small letters, digits, dots, dashes and underscores");

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

    /// RFC 9110, 5.6.2.
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

    /// Visible ASCII and spaces. Without line breaks a value cannot add a second header.
    private static final ValueParser<String> HEADER_VALUE = ValueParser.matching(
            Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]{0,4095}"), "1 to 4096 characters of ASCII in one line");

    /// Headers that the HTTP client or the signature sets.
    private static final Set<String> RESERVED = Set.of(
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature");

    private ReceiversFile() {}

    /// Reads the text of a file as far as it is right, and resolves references to secrets.
    ///
    /// @param before the receivers in use until now
    /// @throws InvalidDocument if it is not a receivers file
    public static PartialDocument<Map<String, Receiver>> read(
            String text, SecretReferences references, Optional<Map<String, Receiver>> before) throws InvalidDocument {
        Map<String, Receiver> known = before.orElse(Map.of());
        return YamlDocument.readElements(text, references, yaml -> {
            var receivers = yaml.mapping(
                    "receivers",
                    section -> Optional.of(
                            section.named(ReceiversFile::named, name -> Optional.ofNullable(known.get(name)))));
            return yaml.build(() -> Map.copyOf(receivers.get()));
        });
    }

    private static Optional<Receiver> named(String name, YamlNode node) {
        try {
            NAME.parse(name);
        } catch (InvalidValue e) {
            node.problem("its name " + e.getMessage());
        }
        return node.mapping().flatMap(section -> receiver(name, section));
    }

    private static Optional<Receiver> receiver(String name, YamlMapping yaml) {
        var url = yaml.required("url", ValueParser.httpUrl());
        var secrets = yaml.requiredList("secrets", node -> node.scalar(SigningSecret.parser()));
        var timeout = yaml.optional("timeout", TIMEOUT, ValueParser.duration(Duration.ofMillis(100), LONGEST_TIMEOUT));
        var headers = yaml.optionalMapping("headers", ReceiversFile::headers);
        return yaml.build(() -> new Receiver(
                name,
                new WebhookTarget(
                        url.get(), secrets.get(), timeout.get(), headers.get().orElse(Map.of()))));
    }

    private static Optional<Map<String, String>> headers(YamlMapping yaml) {
        var headers = new LinkedHashMap<String, String>();
        for (String name : yaml.keys()) {
            if (!HEADER_NAME.matcher(name).matches() || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                yaml.problem(name, "must be the name of a header that Frostglass does not set");
            }
            yaml.node(name).flatMap(node -> node.scalar(HEADER_VALUE)).ifPresent(value -> headers.put(name, value));
        }
        return yaml.build(() -> headers);
    }
}
