package io.frostglass.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostglass.gateway.http.JsonBodyReader.JsonBody.BodyRejected;
import io.frostglass.gateway.http.JsonBodyReader.JsonBody.CompleteBody;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.MisuseReport;
import io.frostglass.tools.MisuseReport.Kind;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import io.frostglass.tools.Tool;
import io.frostglass.tools.mcp.SdkServer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/// `POST /v1/reports`: a bridge at the agent's side reports a call that it refused by itself. The gateway records it,
/// and counts it for the circuit breaker, as if the agent had asked the gateway.
///
/// Nothing in a report is free text: `kind` and `tool` are words of a list, `event_id` is the id of an event.
final class ReportRequests {

    private static final int MAX_BYTES = 512;
    private static final Pattern EVENT_ID = Pattern.compile("evt-[0-9a-f]{32}");
    private static final String KIND = "kind";
    private static final String TOOL = "tool";
    private static final String EVENT = "event_id";

    private ReportRequests() {}

    static GatewayResponse report(Request request, AgentApi agentApi) throws InterruptedException {
        Optional<Refusal> refusal = switch (JsonBodyReader.read(request, "application/json", MAX_BYTES)) {
            case BodyRejected(Refusal rejected) -> Optional.of(rejected);
            case CompleteBody body -> take(body.bytes(), agentApi);
        };
        return refusal.isPresent()
                ? GatewayResponse.misused(agentApi, Kind.BODY, Route.REPORTS.tool(), refusal.get())
                : new GatewayResponse.Accepted(204, "reported");
    }

    private static Optional<Refusal> take(byte[] body, AgentApi agentApi) throws InterruptedException {
        JsonNode json;
        try {
            json = SdkServer.tree(body);
        } catch (IOException e) {
            // The parser's message would repeat the content.
            return Optional.of(Refusal.of(ProblemType.MALFORMED, "The body must be JSON, in UTF-8."));
        }
        Optional<Kind> kind = Kind.named(json.path(KIND).asText(""));
        if (kind.isEmpty()) {
            return Optional.of(invalid(KIND, "must be raw_media, arguments or body"));
        }
        if (json.has(TOOL) && Tool.named(json.path(TOOL).asText("")).isEmpty()) {
            return Optional.of(invalid(TOOL, "must be the name of a tool"));
        }
        if (json.has(EVENT) && !EVENT_ID.matcher(json.path(EVENT).asText("")).matches()) {
            return Optional.of(invalid(EVENT, "must be the id of an event"));
        }
        if (json.properties().stream().map(Map.Entry::getKey).anyMatch(it -> !isKnown(it))) {
            return Optional.of(invalid("", "must have kind, tool and event_id, and nothing else"));
        }
        agentApi.report(new MisuseReport(
                kind.get(),
                json.path(TOOL).asText(MisuseReport.NO_TOOL),
                Optional.ofNullable(json.path(EVENT).textValue())));
        return Optional.empty();
    }

    private static boolean isKnown(String field) {
        return field.equals(KIND) || field.equals(TOOL) || field.equals(EVENT);
    }

    private static Refusal invalid(String field, String what) {
        return Refusal.invalid(field, what, "body");
    }
}
