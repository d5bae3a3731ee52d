package io.frostglass.gateway.guard;

import io.frostglass.tools.RawMediaNames;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What counts as an attempt to get at pictures that were not veiled. There are none to be had; whoever looks for them
/// has been turned, or is looking around.
///
/// An attempt is: a path or a parameter that names media, or a way to make a thumbnail larger or clearer; a way to
/// another place (`..`, another scheme, another host); and headers that make sense for media alone. All of it
/// decoded once. What is merely mistyped is none:
/// `/v1/event`, a favicon, `/metrics`.
public final class RawMediaDetector {

    /// The reason in the audit log.
    public static final String REASON = "raw_media";

    private static final Set<String> METHODS = Set.of("CONNECT", "TUNNEL", "TRACE", "TRACK");

    /// Whatever their names say, nobody asks for these but browsers.
    private static final Pattern ICONS =
            Pattern.compile("/(?:favicon\\.(?:ico|png|svg)|apple-touch-icon[a-z0-9-]*\\.png)");

    private static final Pattern ABSOLUTE = Pattern.compile("(?i)([a-z][a-z0-9+.-]*):(?://([^/?#]*))?(.*)");

    private static final Pattern PICTURES =
            Pattern.compile("(?i)\\s*(?:image|video)/.*|\\s*multipart/x-mixed-replace.*|.*mpegurl.*");

    private static final String EVENTS = "/v1/events";

    private RawMediaDetector() {}

    /// A request, as far as it matters here.
    ///
    /// @param target as it was sent
    /// @param host the header of that name
    /// @param accept the values of that header
    /// @param range whether it asks for a part alone
    /// @param parameters those that the path knows; empty if it is none of ours
    public record Asked(
            String method,
            String target,
            Optional<String> host,
            List<String> accept,
            boolean range,
            Optional<Set<String>> parameters) {}

    /// Whether a request over HTTP is one.
    public static boolean isWantedBy(Asked asked) {
        if (METHODS.contains(asked.method().toUpperCase(Locale.ROOT))) {
            return true;
        }
        String target = asked.target();
        Matcher absolute = ABSOLUTE.matcher(target);
        // Clients send this form to proxies (RFC 9112, section 3.2.2), and we are none.
        if (absolute.matches()) {
            boolean ours = Optional.ofNullable(absolute.group(2)).equals(asked.host())
                    && absolute.group(1).toLowerCase(Locale.ROOT).startsWith("http")
                    && asked.parameters().isPresent();
            if (!ours) {
                return true;
            }
            target = absolute.group(3);
        }
        if (ICONS.matcher(target).matches()) {
            return false;
        }
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        String parameters = query < 0 ? "" : target.substring(query + 1);
        return RawMediaNames.isNamed(path)
                || areMediaParameters(path, parameters, asked.parameters())
                || (asked.range() && path.startsWith(EVENTS))
                || isForPicturesAlone(asked.accept());
    }

    private static boolean areMediaParameters(String path, String query, Optional<Set<String>> known) {
        boolean sized = known.isPresent() || path.contains("thumbnail");
        for (String pair : query.split("[&;]", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            boolean ours = known.map(names -> names.contains(name)).orElse(false);
            if (ours
                    ? RawMediaNames.isElsewhere(value)
                    : RawMediaNames.isNamed(name)
                            || RawMediaNames.isNamed(value)
                            || (sized && RawMediaNames.isSize(name))) {
                return true;
            }
        }
        return false;
    }

    /// A reader that takes anything takes what it gets; one that takes pictures alone wants some.
    private static boolean isForPicturesAlone(List<String> accept) {
        String all = String.join(",", accept);
        return !all.contains("*/*")
                && List.of(all.split(",", -1)).stream()
                        .anyMatch(it -> PICTURES.matcher(it).matches());
    }
}
