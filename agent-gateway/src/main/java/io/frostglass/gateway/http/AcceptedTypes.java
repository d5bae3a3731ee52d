package io.frostglass.gateway.http;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.http.QuotedQualityCSV.QualityValue;

/// The media types that a client accepts (RFC 9110, section 12.5.1), in any number of lines and in any case. Without
/// the header it accepts all.
record AcceptedTypes(HttpFields headers) {

    /// Whether the client accepts a type. Of several ranges that match, the most precise counts.
    boolean include(String type) {
        if (!headers.contains(HttpHeader.ACCEPT)) {
            return true;
        }
        var ranges = new QuotedQualityCSV();
        headers.getValuesList(HttpHeader.ACCEPT).forEach(ranges::addValue);
        return Stream.of(type, type.substring(0, type.indexOf('/')) + "/*", "*/*")
                .flatMap(range -> of(ranges, range).stream())
                .findFirst()
                .map(QualityValue::isAcceptable)
                .orElse(false);
    }

    private static Optional<QualityValue> of(QuotedQualityCSV ranges, String range) {
        return ranges.getQualityValues().stream()
                .filter(it -> withoutParameters(it.getValue()).equals(range))
                .findFirst();
    }

    private static String withoutParameters(String value) {
        return value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
