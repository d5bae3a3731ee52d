package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.RunningApplication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// A broker, instances of the gateway that are ready, and a mint of tokens whose key is published.
///
/// @param apps the instances; most tests use the first
record GatewayFixture(GatewayCluster cluster, TestMint mint, List<RunningApplication> apps) implements AutoCloseable {

    /// One instance.
    static GatewayFixture start(Path folder, String... moreAgents) throws IOException {
        return start(folder, List.of("a"), moreAgents);
    }

    /// @param instances their names
    /// @param moreAgents agents beside the usual ones, as [TestAgents#entry] makes them
    static GatewayFixture start(Path folder, List<String> instances, String... moreAgents) throws IOException {
        var cluster = GatewayCluster.start(folder);
        var mint = TestMint.open(cluster);
        Path agents = TestAgents.write(folder.resolve("agents.yaml"), moreAgents);
        var apps = instances.stream()
                .map(instance -> cluster.gateway(instance, agents))
                .toList();
        return new GatewayFixture(cluster, mint, apps);
    }

    /// Of the first instance.
    URI url() {
        return apps.getFirst().url();
    }

    /// The agent that sees all sites, at the first instance.
    TestClient agent() {
        return agent(TestAgents.KEY);
    }

    TestClient agent(String key) {
        return new TestClient(url(), key);
    }

    /// A new event that all instances show.
    AuthorizedMotion shown(String siteId, String cameraId) {
        var event = mint.event(siteId, cameraId);
        awaitShown(event.getEventId());
        return event;
    }

    void awaitShown(String eventId) {
        apps.forEach(app -> eventually(
                "the event is shown",
                () -> new TestClient(app.url(), TestAgents.KEY)
                        .get("/v1/events/" + eventId)
                        .status(),
                it -> it == 200));
    }

    /// The audit entries about an event, once there is one.
    List<AuditEntry> audited(AuthorizedMotion event) {
        String id = event.getEventId();
        eventually("the event is in the audit log", () -> !cluster.audit(id).isEmpty());
        return cluster.audit(id);
    }

    @Override
    public void close() {
        apps.forEach(RunningApplication::close);
        cluster.close();
    }
}
