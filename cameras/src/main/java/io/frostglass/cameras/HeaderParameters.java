package io.frostglass.cameras;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The parameters of a header such as `Content-Type` ([RFC 2045](https://www.rfc-editor.org/rfc/rfc2045#section-5.1)).
/// Their names have no case, and there may be space around each of their signs. The HTTP server's own reader knows
/// neither, and ends a value at an equals sign.
final class HeaderParameters {

    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*+([^\\s;=\"]++)\\s*+=\\s*+(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^;]*+))");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private final Map<String, String> values = new HashMap<>();

    private HeaderParameters() {}

    static HeaderParameters of(String header) {
        var parameters = new HeaderParameters();
        var matcher = PARAMETER.matcher(header);
        while (matcher.find()) {
            String quoted = matcher.group(2);
            String value = quoted == null
                    ? matcher.group(3).strip()
                    : ESCAPED.matcher(quoted).replaceAll("$1");
            parameters.values.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        return parameters;
    }

    /// @param name in lower case
    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
