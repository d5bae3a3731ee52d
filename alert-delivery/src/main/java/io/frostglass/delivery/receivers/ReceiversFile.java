package io.frostglass.delivery.receivers;

import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.PartialDocument;
import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.SettingField;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlDocument;
import io.frostglass.settings.YamlMapping;
import io.frostglass.settings.YamlNode;
import java.net.URI;
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

    private static final Map<String, ApiReader> TYPES = Map.of(
            "standard-webhooks", ReceiversFile::standardWebhooks,
            "pagerduty", ReceiversFile::pagerDuty,
            "alertmanager", ReceiversFile::alertmanager,
            "slack", ReceiversFile::slack,
            "ntfy", ReceiversFile::ntfy,
            "teams", ReceiversFile::teams);

    private static final URI PAGERDUTY = URI.create("https://events.pagerduty.com/v2/enqueue");
    private static final ValueParser<String> ROUTING_KEY = ValueParser.matching(
            Pattern.compile("[A-Za-z0-9]{32}"), "the 32 letters and digits of an integration for the Events API v2");
    private static final Duration FIRING = Duration.ofMinutes(15);
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,62}");
    private static final ValueParser<String> TOPIC = ValueParser.matching(
            Pattern.compile("[-_A-Za-z0-9]{1,64}"), "1 to 64 letters, digits, hyphens and low lines");

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
        var type = yaml.optional("type", ReceiversFile::standardWebhooks, ValueParser.oneOf(TYPES));
        if (!type.present()) {
            return Optional.empty();
        }
        return type.get().read(yaml).map(api -> new Receiver(name, api));
    }

    private interface ApiReader {
        Optional<? extends ReceiverApi> read(YamlMapping yaml);
    }

    private static Optional<StandardWebhooksApi> standardWebhooks(YamlMapping yaml) {
        var at = new Address(yaml, Optional.empty());
        var secrets = yaml.requiredList("secrets", node -> node.scalar(SigningSecret.parser()));
        var thumbnails = yaml.optional("thumbnails", true, ValueParser.bool());
        return yaml.build(() -> new StandardWebhooksApi(at.get(), secrets.get(), thumbnails.get()));
    }

    private static Optional<PagerDutyEvents> pagerDuty(YamlMapping yaml) {
        var at = new Address(yaml, Optional.of(PAGERDUTY));
        var key = yaml.required("routing_key", ROUTING_KEY);
        return yaml.build(() -> new PagerDutyEvents(at.get(), key.get()));
    }

    private static Optional<AlertmanagerAlerts> alertmanager(YamlMapping yaml) {
        var at = new Address(yaml, Optional.empty());
        var labels = yaml.optionalMapping("labels", ReceiversFile::labels);
        var firing =
                yaml.optional("firing_for", FIRING, ValueParser.duration(Duration.ofMinutes(1), Duration.ofDays(1)));
        return yaml.build(() -> new AlertmanagerAlerts(at.get(), labels.get().orElse(Map.of()), firing.get()));
    }

    private static Optional<Map<String, String>> labels(YamlMapping yaml) {
        var labels = new LinkedHashMap<String, String>();
        for (String name : yaml.keys()) {
            if (!LABEL_NAME.matcher(name).matches() || AlertmanagerAlerts.OWN_LABELS.contains(name)) {
                yaml.problem(name, "must be a label of letters, digits and low lines that Frostglass does not set");
            }
            yaml.node(name)
                    .flatMap(node -> node.scalar(ValueParser.text(128)))
                    .ifPresent(value -> labels.put(name, value));
        }
        return yaml.build(() -> labels);
    }

    private static Optional<SlackWebhook> slack(YamlMapping yaml) {
        var at = new Address(yaml, Optional.empty());
        return yaml.build(() -> new SlackWebhook(at.get()));
    }

    private static Optional<NtfyMessages> ntfy(YamlMapping yaml) {
        var at = new Address(yaml, Optional.empty());
        var topic = yaml.required("topic", TOPIC);
        var thumbnails = yaml.optional("thumbnails", false, ValueParser.bool());
        return yaml.build(() -> new NtfyMessages(at.get(), topic.get(), thumbnails.get()));
    }

    private static Optional<TeamsWorkflow> teams(YamlMapping yaml) {
        var at = new Address(yaml, Optional.empty());
        return yaml.build(() -> new TeamsWorkflow(at.get()));
    }

    /// The settings that all receivers have.
    private static final class Address {

        private final SettingField<URI> url;
        private final SettingField<Duration> timeout;
        private final SettingField<Optional<Map<String, String>>> headers;
        private final SettingField<Boolean> allowPrivate;

        Address(YamlMapping yaml, Optional<URI> usual) {
            url = usual.map(address -> yaml.optional("url", address, ValueParser.httpUrl()))
                    .orElseGet(() -> yaml.required("url", ValueParser.httpUrl()));
            timeout = yaml.optional("timeout", TIMEOUT, ValueParser.duration(Duration.ofMillis(100), LONGEST_TIMEOUT));
            headers = yaml.optionalMapping("headers", ReceiversFile::headers);
            allowPrivate = yaml.optional("allow_private", false, ValueParser.bool());
        }

        ReceiverAddress get() {
            return new ReceiverAddress(url.get(), headers.get().orElse(Map.of()), timeout.get(), allowPrivate.get());
        }
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
