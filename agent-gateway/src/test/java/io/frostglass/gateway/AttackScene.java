package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.TestClient.Answer;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// One broker, one gateway, agents to attack with, and the refusals in the audit log.
final class AttackScene implements AutoCloseable {

    /// Sees site-1; no breaker stops it.
    static final String ATTACKER = "key-of-an-agent-that-attacks";

    /// As any agent is.
    static final String SEEKER = "key-of-an-agent-that-seeks-pictures";

    /// Sees all, and does its work; a lot of it.
    static final String GOOD = "key-of-an-agent-that-does-its-work";

    private static final String NONE = "-";
    private static final JsonMapper JSON = new JsonMapper();

    final GatewayCluster cluster;
    final TestMint mint;
    final RunningApplication app;
    final TestClient attacker;
    final TestClient good;

    /// The refusals in the audit log that no test has asked for yet.
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    private final TopicFollower<AuditEntry> audit;
    private String session = "";

    AttackScene(Path folder) throws IOException {
        cluster = GatewayCluster.start(folder);
        mint = TestMint.open(cluster);
        audit = cluster.follow(AuditTopics.of(Principal.AGENT_GATEWAY), AuditEntry.class, this::take);
        app = cluster.gateway("a", Files.writeString(folder.resolve("agents.yaml"), """
                agents:
                  - id: attacker
                    keys: [%s]
                    sites: [site-1]
                    limits:
                      breaker: {window: 0, raw_media: 0}
                      events_per_minute: 100000
                      alerts_per_hour: 10000
                      alerts_per_hour_and_site: 10000
                  - id: seeker
                    keys: [%s]
                  - id: good
                    keys: [%s]
                    limits:
                      breaker: {window: 0}
                      events_per_minute: 1000000
                      alerts_per_hour: 10000
                      alerts_per_hour_and_site: 10000
                """.formatted(
                        TestAgents.digest(ATTACKER), TestAgents.digest(SEEKER), TestAgents.digest(GOOD))));
        attacker = new TestClient(app.url(), ATTACKER);
        good = new TestClient(app.url(), GOOD);
    }

    /// Events that can be seen.
    List<AuthorizedMotion> shown(String siteId, int count) {
        var events = mint.events(siteId, count);
        awaitShown(events);
        return events;
    }

    void awaitShown(List<AuthorizedMotion> events) {
        events.forEach(event -> eventually(
                "the event is shown",
                () -> good.get("/v1/events/" + event.getEventId()).status(),
                it -> it == 200));
    }

    private void take(FollowedRecord<AuditEntry> followed) {
        if (followed.recordContent() instanceof RecordContent.RecordValue<? extends AuditEntry>(AuditEntry entry)
                && entry.getAction() == Action.refused) {
            refusals.add(codes(entry));
        }
    }

    /// Returns as soon as the audit log has one such refusal more than were asked for before.
    void assertRefused(String agent, String via, String reason, String eventId) {
        String wanted = String.join(" ", agent, via, reason, eventId);
        eventually("the audit log has the refusal: " + wanted, () -> refusals.remove(wanted));
    }

    void assertRefused(String agent, String via, String reason) {
        assertRefused(agent, via, reason, NONE);
    }

    /// The refusals that no test has asked for.
    List<String> otherRefusals() {
        return List.copyOf(refusals);
    }

    private static String codes(AuditEntry entry) {
        var call = entry.getCall();
        return String.join(
                " ",
                call == null ? NONE : call.getAgent(),
                call == null ? NONE : call.getVia(),
                entry.getReason(),
                or(entry.getEventId()));
    }

    private static String or(@Nullable String text) {
        return text == null ? NONE : text;
    }

    /// What is sent as it is, on a connection of its own.
    String raw(String text) {
        try (var socket = new Socket(app.url().getHost(), app.url().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String host() {
        return app.url().getAuthority();
    }

    /// A message over MCP, in the attacker's session.
    Answer mcp(String method, String params) {
        if (session.isEmpty()) {
            session = send("""
                    {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",
                    "capabilities":{},"clientInfo":{"name":"Raw Video Agent","version":"1"}}}""").headers().getOrDefault("mcp-session-id", "");
            send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        }
        return send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    Answer send(String message) {
        var request = attacker.request("/mcp")
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(message));
        return attacker.send(session.isEmpty() ? request : request.header("Mcp-Session-Id", session));
    }

    /// The message in an answer, which may be a stream of one.
    static JsonNode message(Answer answer) {
        String body = answer.body();
        int data = body.indexOf("data:");
        try {
            return JSON.readTree(
                    data < 0
                            ? body
                            : body.substring(data + "data:".length())
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        app.close();
        audit.close();
        cluster.close();
    }
}
