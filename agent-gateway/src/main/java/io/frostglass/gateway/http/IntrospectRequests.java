package io.frostglass.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.audit.AuditEntryFactory;
import io.frostglass.gateway.decisions.DecisionLog;
import io.frostglass.gateway.http.JsonBodyReader.JsonBody.BodyRejected;
import io.frostglass.gateway.http.JsonBodyReader.JsonBody.CompleteBody;
import io.frostglass.gateway.tokens.TokenIntrospection;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import io.frostglass.verifier.VerifiedToken;
import java.net.URLDecoder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/// `POST /v1/introspect` (RFC 7662).
record IntrospectRequests(TokenIntrospection tokenIntrospection, DecisionLog log, InstantSource clock) {

    private static final String MEDIA_TYPE = "application/x-www-form-urlencoded";
    private static final String TOKEN = "token";
    private static final String TOOL = Route.INTROSPECT.tool();

    GatewayResponse introspect(Request request, Caller caller) {
        return switch (JsonBodyReader.read(request, MEDIA_TYPE)) {
            case BodyRejected(Refusal refusal) -> refused(refusal, caller);
            case CompleteBody body ->
                token(new String(body.bytes(), UTF_8))
                        .map(token -> answered(tokenIntrospection.of(token), caller))
                        .orElseGet(() ->
                                refused(Refusal.of(ProblemType.MALFORMED, "Send the form field token, once."), caller));
        };
    }

    private GatewayResponse answered(Optional<VerifiedToken> token, Caller caller) {
        log.record(AuditEntryFactory.introspected(clock.instant(), caller, TOOL, token));
        return new GatewayResponse.JsonResponse(
                200, token.isPresent() ? "active" : "inactive", tokenIntrospection.answer(token));
    }

    private GatewayResponse refused(Refusal refusal, Caller caller) {
        log.record(AuditEntryFactory.refused(clock.instant(), "body", caller, TOOL));
        return new GatewayResponse.ProblemResponse(refusal);
    }

    /// Unknown fields are ignored, as the RFC says.
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
