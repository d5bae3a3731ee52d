package io.frostglass.bridge.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.settings.Secret;
import io.frostglass.tls.InvalidTlsFiles;
import io.frostglass.tls.ReloadingTls;
import io.frostglass.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that name the gateway, the agent's API key, and the files of TLS.
public final class GatewayOptions {

    /// The form of an API key, as the gateway accepts it.
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._~+/-]{16,256}=*");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The address of the gateway: https, or http on this machine (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("http://127.0.0.1:8082");

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            required = true,
            description = "The file that holds the agent's API key.")
    private @Nullable Path keyFile;

    private static final TlsFiles.Names TLS = new TlsFiles.Names("--tls-certificate", "--tls-key", "--tls-ca");

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description =
                    "PEM file with the CAs of the gateway's certificate; read again when it changes. Without it, the"
                            + " CAs that the JDK trusts.")
    private @Nullable Path tlsCa;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "PEM file with the certificate chain to show to the gateway; read again when it changes.")
    private @Nullable Path tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "PEM file with that certificate's private key (PKCS#8, not encrypted).")
    private @Nullable Path tlsKey;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// The gateway at this address, for this key. An error does not repeat the options: one of them may be the key.
    ///
    /// @throws ParameterException if an option is wrong; over a network, `http` would reveal the key
    public RemoteAgentApi api() {
        if (url.getRawUserInfo() != null) {
            throw wrong("--url: without a name or a password in it");
        }
        String host = Objects.requireNonNullElse(url.getHost(), "");
        boolean isLocal = "http".equals(url.getScheme()) && LOOPBACK.contains(host);
        if (!isLocal && !("https".equals(url.getScheme()) && !host.isEmpty())) {
            throw wrong("--url: https, or http on this machine");
        }
        return new RemoteAgentApi(url, key(), tls());
    }

    private Optional<SSLContext> tls() {
        try {
            return TlsFiles.of(TLS, this::file).map(ReloadingTls::of).map(ReloadingTls::context);
        } catch (InvalidTlsFiles | IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /// A path that names a file is no secret, and may be in a message.
    private Optional<String> file(String option) {
        Path file = switch (option) {
            case "--tls-ca" -> tlsCa;
            case "--tls-certificate" -> tlsCertificate;
            default -> tlsKey;
        };
        if (file != null && !Files.isReadable(file)) {
            throw wrong(option + ": cannot be read");
        }
        return Optional.ofNullable(file).map(Path::toString);
    }

    private Secret key() {
        try {
            String key = Files.readString(Objects.requireNonNull(keyFile), UTF_8);
            if (KEY.matcher(key.strip()).matches()) {
                return Secret.of(key.strip());
            }
        } catch (IOException e) {
            throw wrong("--key-file: cannot be read");
        }
        throw wrong("--key-file: no API key in it");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
