package io.frostglass.topics.registry;

import io.frostglass.tls.TlsFiles;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/// How to reach a registry, under the names that Confluent's serializers use.
///
/// @param urls of the same registry, without credentials, tried in turn; at least one
/// @param authorization the Authorization header to send, if any
/// @param tls the files for https; empty: the CAs that the JDK trusts, and no certificate of one's own
public record RegistrySettings(List<URI> urls, Optional<String> authorization, Optional<TlsFiles> tls) {

    /// The settings of the files for https.
    public static final TlsFiles.Names TLS_NAMES = new TlsFiles.Names(
            "schema.registry.ssl.certificate.location",
            "schema.registry.ssl.key.location",
            "schema.registry.ssl.ca.location");

    static final String URLS = "schema.registry.url";
    static final String BASIC_SOURCE = "basic.auth.credentials.source";
    static final String BASIC_USER_INFO = "basic.auth.user.info";
    static final String BEARER_SOURCE = "bearer.auth.credentials.source";
    static final String BEARER_TOKEN = "bearer.auth.token";

    public RegistrySettings {
        urls = List.copyOf(urls);
    }

    /// Reads them from an application's settings.
    ///
    /// @throws ConfigException naming the setting that is missing or wrong
    public static RegistrySettings of(Map<String, ?> settings) {
        List<URI> given = urls(settings);
        List<URI> urls = given.stream().map(RegistrySettings::withoutUserInfo).toList();
        return new RegistrySettings(urls, authorization(settings, given), tls(settings));
    }

    private static Optional<TlsFiles> tls(Map<String, ?> settings) {
        try {
            return TlsFiles.of(TLS_NAMES, name -> Optional.ofNullable(text(settings, name)));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private static List<URI> urls(Map<String, ?> settings) {
        Object value = settings.get(URLS);
        List<String> texts = new ArrayList<>();
        if (value instanceof Collection<?> several) {
            several.forEach(one -> texts.add(String.valueOf(one)));
        } else if (value != null) {
            texts.addAll(List.of(value.toString().split(",", -1)));
        }
        List<URI> urls =
                texts.stream().map(String::strip).map(RegistrySettings::url).toList();
        if (urls.isEmpty()) {
            throw new ConfigException(URLS + " is missing");
        }
        return urls;
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http && url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Reported below: the text may hold a password, and this exception would show it.
        }
        throw new ConfigException(URLS + " must hold addresses such as https://registry.example:8081");
    }

    private static URI withoutUserInfo(URI url) {
        try {
            return new URI(url.getScheme(), null, url.getHost(), url.getPort(), url.getPath(), null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the parts of an address make no address", e);
        }
    }

    private static Optional<String> authorization(Map<String, ?> settings, List<URI> given) {
        String bearer = text(settings, BEARER_SOURCE);
        if (bearer != null && !bearer.isEmpty()) {
            if (!bearer.equals("STATIC_TOKEN")) {
                throw new ConfigException(BEARER_SOURCE + " must be STATIC_TOKEN or absent");
            }
            return Optional.of("Bearer " + required(settings, BEARER_TOKEN));
        }
        String source = text(settings, BASIC_SOURCE);
        return switch (source == null ? "URL" : source) {
            case "URL" -> Optional.ofNullable(given.getFirst().getUserInfo()).map(RegistrySettings::basic);
            case "USER_INFO" -> Optional.of(basic(required(settings, BASIC_USER_INFO)));
            default -> throw new ConfigException(BASIC_SOURCE + " must be URL or USER_INFO");
        };
    }

    private static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    private static String required(Map<String, ?> settings, String name) {
        String text = text(settings, name);
        if (text == null || text.isEmpty()) {
            throw new ConfigException(name + " is missing");
        }
        return text;
    }

    private static @Nullable String text(Map<String, ?> settings, String name) {
        return switch (settings.get(name)) {
            case null -> null;
            case Password password -> password.value();
            case Object other -> other.toString();
        };
    }

    @Override
    public String toString() {
        return "RegistrySettings[urls=" + urls + ", authorization=" + (authorization.isPresent() ? "set" : "none")
                + ", tls=" + tls + "]";
    }
}
