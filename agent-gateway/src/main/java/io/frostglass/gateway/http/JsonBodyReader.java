package io.frostglass.gateway.http;

import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
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

    /// Four times a summary of 500 characters, each written as two escapes.
    static final int MAX = 32 * 1024;

    private static final Pattern UTF_8 = Pattern.compile("(?i);\\s*charset=(\"?)utf-?8\\1\\s*;?\\s*");

    private JsonBodyReader() {}

    sealed interface JsonBody {

        final class CompleteBody implements JsonBody {
            private final byte[] bytes;

            CompleteBody(byte[] bytes) {
                this.bytes = bytes;
            }

            byte[] bytes() {
                return bytes;
            }
        }

        /// The refusal to answer with instead.
        record BodyRejected(Refusal refusal) implements JsonBody {}
    }

    static JsonBody read(Request request, String mediaType) {
        return read(request, mediaType, MAX);
    }

    /// @param most bytes
    static JsonBody read(Request request, String mediaType, int most) {
        if (!isOf(request, mediaType)) {
            return new JsonBody.BodyRejected(unsupported(mediaType));
        }
        if (request.getLength() > most) {
            return new JsonBody.BodyRejected(tooLarge(most));
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] bytes = in.readNBytes(most + 1);
            return bytes.length > most ? new JsonBody.BodyRejected(tooLarge(most)) : new JsonBody.CompleteBody(bytes);
        } catch (IOException e) {
            return new JsonBody.BodyRejected(
                    e.getCause() instanceof TimeoutException
                            ? Refusal.of(ProblemType.TOO_SLOW)
                            : Refusal.of(ProblemType.MALFORMED, "The request ended before its body did."));
        }
    }

    static Refusal unsupported(String wanted) {
        return Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send " + wanted + ".");
    }

    static Refusal tooLarge(int most) {
        return Refusal.of(ProblemType.TOO_LARGE, "The body may have " + most + " bytes.");
    }

    /// Whether the request names the type once, and no charset but UTF-8, in which bodies are read. A coding on top,
    /// such as gzip, is not supported: a small body could become large.
    static boolean isOf(Request request, String mediaType) {
        List<HttpField> types = request.getHeaders().getFields(HttpHeader.CONTENT_TYPE);
        String type = types.size() == 1 ? types.getFirst().getValue() : "";
        int semicolon = type.indexOf(';');
        String media = semicolon < 0 ? type : type.substring(0, semicolon);
        String parameters = semicolon < 0 ? "" : type.substring(semicolon);
        return media.strip().equalsIgnoreCase(mediaType)
                && (UTF_8.matcher(parameters).matches()
                        || !parameters.toLowerCase(Locale.ROOT).contains("charset"))
                && !request.getHeaders().contains(HttpHeader.CONTENT_ENCODING);
    }
}
