package io.frostglass.bridge.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which gateway, and by which key: what every program on an agent's machine is told on its command line.
public final class GatewayOptions {

    /// As the gateway takes keys.
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._~+/-]{16,256}=*");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8082",
            description = "Where the gateway listens; https unless it is on this machine (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("http://127.0.0.1:8082");

    @Option(names = "--key-file", paramLabel = "FILE", required = true, description = "Holds the agent's API key.")
    private @Nullable Path keyFile;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// The gateway, as it is to be used by this key.
    ///
    /// @throws ParameterException if one of the options is wrong
    public RemoteAgentApi api() {
        return new RemoteAgentApi(gateway(), key());
    }

    /// A key that goes over a network in the clear is nobody's own any more. What was given is not said again: it
    /// may be what was meant to be in a file.
    private URI gateway() {
        if (url.getRawUserInfo() != null) {
            throw new ParameterException(spec.commandLine(), "--url: without a name or a password in it");
        }
        boolean isLocal =
                "http".equals(url.getScheme()) && LOOPBACK.contains(Objects.requireNonNullElse(url.getHost(), ""));
        if (!isLocal && !("https".equals(url.getScheme()) && url.getHost() != null)) {
            throw new ParameterException(spec.commandLine(), "--url: https, or http on this machine");
        }
        return url;
    }

    private Secret key() {
        try {
            String key =
                    Files.readString(Objects.requireNonNull(keyFile), UTF_8).strip();
            if (KEY.matcher(key).matches()) {
                return Secret.of(key);
            }
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--key-file: cannot be read");
        }
        throw new ParameterException(spec.commandLine(), "--key-file: no API key in it");
    }
}
