package io.frostglass.delivery.receivers;

import io.frostglass.delivery.callbacks.CallbackApi;
import io.frostglass.delivery.callbacks.PagerDutyCallbacks;
import io.frostglass.delivery.callbacks.SignedCallbacks;
import io.frostglass.delivery.callbacks.SlackCallbacks;
import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.PartialDocument;
import io.frostglass.settings.Secret;
import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.SettingField;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlDocument;
import io.frostglass.settings.YamlMapping;
import io.frostglass.settings.YamlNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `receivers.yaml`; docs/escalation/receivers-file.md describes it.
///
/// A wrong receiver does not affect the others. It stays as it was before; a new one that is wrong is left out.
public final class ReceiversFile {

    private static final ValueParser<String> NAME = ValueParser.matching(
            Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}"),
            "a name of 1 to 63 small letters, digits, dots, dashes and underscores");

    private static final Map<String, CallbackType> CALLBACK_TYPES = Map.of(
            "pagerduty",
            CallbackType.PAGERDUTY,
            "slack",
            CallbackType.SLACK,
            "standard-webhooks",
            CallbackType.STANDARD_WEBHOOKS);

    /// A shorter one could be guessed.
    private static final int MIN_SECRET = 16;

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
        var type = yaml.optional("type", ReceiverTypes.DEFAULT, ValueParser.oneOf(ReceiverTypes.ALL));
        if (!type.present()) {
            return Optional.empty();
        }
        // Before the rest: what nobody has asked for is unknown.
        SettingField<Optional<CallbackApi>> callbacks = yaml.optionalMapping("callbacks", ReceiversFile::callbacks);
        return type.get()
                .read(yaml)
                .flatMap(api -> callbacks.present() ? receiver(name, yaml, api, callbacks.get()) : Optional.empty());
    }

    private static Optional<Receiver> receiver(
            String name, YamlMapping yaml, ReceiverApi api, Optional<CallbackApi> callbacks) {
        if (callbacks.filter(SlackCallbacks.class::isInstance).isEmpty()) {
            return Optional.of(new Receiver(name, api, callbacks));
        }
        if (api instanceof SlackBot bot) {
            return Optional.of(new Receiver(name, bot.withButtons(), callbacks));
        }
        yaml.problem("callbacks", "of the type slack are for receivers of the type slack-bot");
        return Optional.empty();
    }

    private static Optional<CallbackApi> callbacks(YamlMapping yaml) {
        var type = yaml.required("type", ValueParser.oneOf(CALLBACK_TYPES));
        if (type.present() && type.get() != CallbackType.STANDARD_WEBHOOKS) {
            var secrets = yaml.requiredList("secrets", secret -> secret.scalar(ReceiversFile::secret));
            return yaml.build(() -> type.get() == CallbackType.SLACK
                    ? new SlackCallbacks(secrets.get())
                    : new PagerDutyCallbacks(secrets.get()));
        }
        var secrets = yaml.requiredList("secrets", secret -> secret.scalar(SigningSecret.parser()));
        return yaml.build(() -> new SignedCallbacks(secrets.get()));
    }

    private static Secret secret(String text) throws InvalidValue {
        if (text.length() < MIN_SECRET) {
            throw new InvalidValue("must have " + MIN_SECRET + " characters at least");
        }
        return Secret.of(text);
    }

    private enum CallbackType {
        PAGERDUTY,
        SLACK,
        STANDARD_WEBHOOKS
    }
}
