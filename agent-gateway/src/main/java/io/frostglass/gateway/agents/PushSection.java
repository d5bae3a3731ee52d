package io.frostglass.gateway.agents;

import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlMapping;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the `push` of an agent.
final class PushSection {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final ValueParser<Duration> TIMEOUTS =
            ValueParser.duration(Duration.ofMillis(100), Duration.ofMinutes(1));

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private PushSection() {}

    static Optional<PushTarget> read(YamlMapping yaml) {
        var url = yaml.required("url", PushSection::url);
        var secrets = yaml.requiredList("secrets", node -> node.scalar(SigningSecret.parser()));
        var timeout = yaml.optional("timeout", TIMEOUT, TIMEOUTS);
        return yaml.build(() -> new PushTarget(url.get(), secrets.get(), timeout.get()));
    }

    /// Tokens go there, so over the network only with TLS.
    private static URI url(String text) throws InvalidValue {
        URI url = ValueParser.httpUrl().parse(text);
        if (url.getRawFragment() != null) {
            throw new InvalidValue("must be a URL without a fragment");
        }
        boolean safe = "https".equalsIgnoreCase(url.getScheme())
                || LOOPBACK.matcher(url.getHost()).matches();
        if (!safe) {
            throw new InvalidValue("must be an https URL, or an http URL of this machine");
        }
        return url;
    }
}
