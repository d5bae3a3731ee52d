package io.frostglass.delivery.receivers;

import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.settings.SettingField;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlMapping;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The types of receivers, and how each is read from the receivers file.
final class ReceiverTypes {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

    static final Map<String, ApiReader> ALL = Map.ofEntries(
            Map.entry("standard-webhooks", ReceiverTypes::standardWebhooks),
            Map.entry("pagerduty", ReceiverTypes::pagerDuty),
            Map.entry("alertmanager", ReceiverTypes::alertmanager),
            Map.entry("slack", ReceiverTypes::slack),
            Map.entry("ntfy", ReceiverTypes::ntfy),
            Map.entry("teams", ReceiverTypes::teams),
            Map.entry("slack-bot", ReceiverTypes::slackBot),
            Map.entry("twilio", ReceiverTypes::twilio),
            Map.entry("email", MailReader::read),
            Map.entry("cloudevents", ReceiverTypes::cloudEvents),
            Map.entry("http", TemplateReader::read));

    static final ApiReader DEFAULT = ReceiverTypes::standardWebhooks;

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

    private static final URI SLACK = URI.create("https://slack.com/api");
    private static final ValueParser<String> CHANNEL =
            ValueParser.matching(Pattern.compile("[CDG][A-Z0-9]{6,20}"), "the id of a channel, such as C0123456789");
    private static final URI TWILIO = URI.create("https://api.twilio.com");
    private static final ValueParser<String> ACCOUNT =
            ValueParser.matching(Pattern.compile("AC[0-9a-f]{32}"), "an account SID: AC and 32 hex digits");
    private static final ValueParser<String> API_KEY =
            ValueParser.matching(Pattern.compile("SK[0-9a-f]{32}"), "the SID of an API key: SK and 32 hex digits");
    private static final ValueParser<String> NUMBER =
            ValueParser.matching(Pattern.compile("\\+[1-9][0-9]{6,14}"), "a number of E.164, such as +441632960001");
    private static final ValueParser<String> SENDER = ValueParser.matching(
            Pattern.compile("\\+[1-9][0-9]{6,14}|MG[0-9a-f]{32}"),
            "a number of E.164, or the SID of a messaging service");
    private static final ValueParser<String> SOURCE = ValueParser.matching(
            Pattern.compile("[!#$&'()*+,./0-9:;=?@A-Za-z_~-]{1,256}"), "a reference of RFC 3986 without escapes");

    private ReceiverTypes() {}

    interface ApiReader {
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
        var labels = yaml.optionalMapping("labels", ReceiverTypes::labels);
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
        var thumbnails = yaml.optional("thumbnails", false, ValueParser.bool());
        return yaml.build(() -> new SlackWebhook(at.get(), thumbnails.get()));
    }

    private static Optional<NtfyMessages> ntfy(YamlMapping yaml) {
        var at = new Address(yaml, Optional.empty());
        var topic = yaml.required("topic", TOPIC);
        var thumbnails = yaml.optional("thumbnails", false, ValueParser.bool());
        return yaml.build(() -> new NtfyMessages(at.get(), topic.get(), thumbnails.get()));
    }

    private static Optional<TeamsWorkflow> teams(YamlMapping yaml) {
        var at = new Address(yaml, Optional.empty());
        var thumbnails = yaml.optional("thumbnails", false, ValueParser.bool());
        var links = yaml.optional("links", true, ValueParser.bool());
        return yaml.build(() -> new TeamsWorkflow(at.get(), thumbnails.get(), links.get()));
    }

    private static Optional<SlackBot> slackBot(YamlMapping yaml) {
        var at = new Address(yaml, Optional.of(SLACK));
        var token = yaml.required("token", HEADER_VALUE);
        var channel = yaml.required("channel", CHANNEL);
        var thumbnails = yaml.optional("thumbnails", false, ValueParser.bool());
        return yaml.build(() -> new SlackBot(
                at.with("Authorization", "Bearer " + token.get()), channel.get(), false, thumbnails.get()));
    }

    private static Optional<TwilioMessages> twilio(YamlMapping yaml) {
        var at = new Address(yaml, Optional.of(TWILIO));
        var account = yaml.required("account_sid", ACCOUNT);
        var key = yaml.optional("api_key", API_KEY);
        var secret = yaml.required("auth_token", HEADER_VALUE);
        var from = yaml.required("from", SENDER);
        var to = yaml.required("to", NUMBER);
        var valid = yaml.optional(
                "valid_for", Duration.ofMinutes(5), ValueParser.duration(Duration.ofSeconds(30), Duration.ofHours(10)));
        var segments = yaml.optional("segments", 2, ValueParser.integer(1, 10));
        var thumbnails = yaml.optional("thumbnails", false, ValueParser.bool());
        var links = yaml.optional("links", true, ValueParser.bool());
        return yaml.build(() -> {
            String credentials = key.get().orElse(account.get()) + ":" + secret.get();
            String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
            return new TwilioMessages(
                    at.with("Authorization", "Basic " + basic),
                    account.get(),
                    from.get(),
                    to.get(),
                    valid.get(),
                    segments.get(),
                    thumbnails.get(),
                    links.get());
        });
    }

    private static Optional<CloudEvents> cloudEvents(YamlMapping yaml) {
        var at = new Address(yaml, Optional.empty());
        var source = yaml.optional("source", "/frostglass", SOURCE);
        var mode = yaml.optional(
                "mode",
                CloudEvents.Mode.STRUCTURED,
                ValueParser.oneOf(
                        Map.of("structured", CloudEvents.Mode.STRUCTURED, "binary", CloudEvents.Mode.BINARY)));
        var thumbnails = yaml.optional("thumbnails", false, ValueParser.bool());
        return yaml.build(() -> new CloudEvents(at.get(), source.get(), mode.get(), thumbnails.get()));
    }

    static SettingField<Duration> timeout(YamlMapping yaml) {
        return yaml.optional("timeout", TIMEOUT, ValueParser.duration(Duration.ofMillis(100), LONGEST_TIMEOUT));
    }

    /// The settings that all receivers over HTTP have.
    static final class Address {

        private final SettingField<URI> url;
        private final SettingField<Duration> timeout;
        private final SettingField<Optional<Map<String, String>>> headers;
        private final SettingField<Boolean> allowPrivate;

        Address(YamlMapping yaml, Optional<URI> usual) {
            url = usual.map(address -> yaml.optional("url", address, ValueParser.httpUrl()))
                    .orElseGet(() -> yaml.required("url", ValueParser.httpUrl()));
            timeout = timeout(yaml);
            headers = yaml.optionalMapping("headers", ReceiverTypes::headers);
            allowPrivate = yaml.optional("allow_private", false, ValueParser.bool());
        }

        /// With a header that authenticates.
        ReceiverAddress with(String header, String value) {
            var all = new HashMap<>(headers.get().orElse(Map.of()));
            all.put(header, value);
            return new ReceiverAddress(url.get(), all, timeout.get(), allowPrivate.get());
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
