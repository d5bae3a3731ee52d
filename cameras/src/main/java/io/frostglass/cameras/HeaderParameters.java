package io.frostglass.cameras;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads the parameters of a header such as `Content-Type` ([RFC
/// 2045](https://www.rfc-editor.org/rfc/rfc2045#section-5.1)). Names are not case-sensitive, and spaces may surround
/// each sign. Jetty's own parser supports neither, and ends a value at an equals sign.
final class HeaderParameters {

    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*+([^\\s;=\"]++)\\s*+=\\s*+(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^;]*+))");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private HeaderParameters() {}

    /// The values by name, in lower case.
    static Map<String, String> of(String header) {
        var parameters = new HashMap<String, String>();
        var matcher = PARAMETER.matcher(header);
        while (matcher.find()) {
            String quoted = matcher.group(2);
            String value = quoted == null
                    ? matcher.group(3).strip()
                    : ESCAPED.matcher(quoted).replaceAll("$1");
            parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        return parameters;
    }
}
