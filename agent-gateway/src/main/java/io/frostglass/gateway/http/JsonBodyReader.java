package io.frostglass.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// Reads small bodies of one media type.
final class JsonBodyReader {

    /// 500 characters, each written as two escapes, fit four times over.
    static final int MAX = 32 * 1024;

    private static final Pattern UTF_8 = Pattern.compile("(?i);\\s*charset=(\"?)utf-?8\\1\\s*;?\\s*");

    private JsonBodyReader() {}

    /// A request's body, or what to answer instead.
    sealed interface JsonBody {
        /// All of it.
        final class CompleteBody implements JsonBody {
            private final byte[] bytes;

            CompleteBody(byte[] bytes) {
                this.bytes = bytes;
            }

            byte[] bytes() {
                return bytes;
            }
        }

        /// None.
        record BodyRejected(GatewayResponse gatewayResponse) implements JsonBody {}
    }

    /// @param mediaType what it must be
    static JsonBody read(Request request, String mediaType) {
        return read(request, mediaType, MAX);
    }

    /// @param most how many bytes of it
    static JsonBody read(Request request, String mediaType, int most) {
        if (!isOf(request, mediaType)) {
            return new JsonBody.BodyRejected(GatewayResponse.unsupportedMediaType(mediaType));
        }
        if (request.getLength() > most) {
            return new JsonBody.BodyRejected(GatewayResponse.tooLarge(most));
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] bytes = in.readNBytes(most + 1);
            return bytes.length > most
                    ? new JsonBody.BodyRejected(GatewayResponse.tooLarge(most))
                    : new JsonBody.CompleteBody(bytes);
        } catch (IOException e) {
            return new JsonBody.BodyRejected(
                    e.getCause() instanceof TimeoutException
                            ? GatewayResponse.tooSlow()
                            : GatewayResponse.malformed("The request ended before its body did."));
        }
    }

    /// Said once, and in UTF-8, which is what is read, whatever is said. With a coding on top, such as gzip, it is not
    /// what can be read; none has limits of its own here.
    static boolean isOf(Request request, String mediaType) {
        List<HttpField> types = request.getHeaders().getFields(HttpHeader.CONTENT_TYPE);
        String type = types.size() == 1 ? types.getFirst().getValue() : "";
        int parameters = type.indexOf(';');
        String media = parameters < 0 ? type : type.substring(0, parameters);
        return media.strip().equalsIgnoreCase(mediaType)
                && (parameters < 0 || isOfUtf8(type.substring(parameters)))
                && !request.getHeaders().contains(HttpHeader.CONTENT_ENCODING);
    }

    private static boolean isOfUtf8(String parameters) {
        return UTF_8.matcher(parameters).matches()
                || !parameters.toLowerCase(Locale.ROOT).contains("charset");
    }
}
