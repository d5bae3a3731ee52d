package io.frostglass.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.gateway.tokens.Introspection;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/// `POST /v1/introspect` (RFC 7662).
final class IntrospectRequests {

    private static final String MEDIA_TYPE = "application/x-www-form-urlencoded";
    private static final String TOKEN = "token";

    private final Introspection introspection;

    IntrospectRequests(Introspection introspection) {
        this.introspection = introspection;
    }

    Reply introspect(Request request) {
        return switch (BodyReader.read(request, MEDIA_TYPE)) {
            case BodyReader.Body.Refused(Reply reply) -> reply;
            case BodyReader.Body.Whole body ->
                token(new String(body.bytes(), UTF_8))
                        .map(introspection::of)
                        .<Reply>map(members -> new Reply.Answer(
                                200, members.path("active").asBoolean() ? "active" : "inactive", members))
                        .orElseGet(() -> Reply.malformed("Send the form field token, once."));
        };
    }

    /// Fields that are not known are ignored, as the RFC says.
    private static Optional<String> token(String form) {
        List<String> tokens = new ArrayList<>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equals(TOKEN)) {
                tokens.add(pair.substring(equals + 1));
            }
        }
        try {
            return tokens.size() == 1 ? Optional.of(URLDecoder.decode(tokens.getFirst(), UTF_8)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
