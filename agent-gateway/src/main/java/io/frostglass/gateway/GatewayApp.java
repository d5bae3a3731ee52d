package io.frostglass.gateway;

import io.frostglass.gateway.agents.Agents;
import io.frostglass.gateway.decisions.AuditGroup;
import io.frostglass.gateway.decisions.DecisionLog;
import io.frostglass.gateway.decisions.DecisionWriter;
import io.frostglass.gateway.decisions.Decisions;
import io.frostglass.gateway.decisions.DerivedAudit;
import io.frostglass.gateway.decisions.Rulebook;
import io.frostglass.gateway.desk.Office;
import io.frostglass.gateway.guard.Guard;
import io.frostglass.gateway.guard.Places;
import io.frostglass.gateway.http.Doorkeeper;
import io.frostglass.gateway.http.GatewayHandler;
import io.frostglass.gateway.http.McpDoor;
import io.frostglass.gateway.http.RawMediaDesk;
import io.frostglass.gateway.http.RawMediaGate;
import io.frostglass.gateway.limits.Gate;
import io.frostglass.gateway.limits.LoggedNotices;
import io.frostglass.gateway.limits.Switches;
import io.frostglass.gateway.mcp.McpEndpoint;
import io.frostglass.gateway.oidc.AccessTokens;
import io.frostglass.gateway.push.Pushes;
import io.frostglass.gateway.rollout.Attendance;
import io.frostglass.gateway.rollout.AttendanceWriter;
import io.frostglass.gateway.rollout.Sight;
import io.frostglass.gateway.templates.Templates;
import io.frostglass.gateway.tokens.Introspection;
import io.frostglass.runtime.ApplicationMain;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.Settings;
import io.frostglass.topics.Principal;
import io.frostglass.verifier.TokenPolicy;
import io.frostglass.verifier.TokenVerifier;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;
import org.eclipse.jetty.server.Handler;

/// The application agent-gateway: config → topics followed → decisions → HTTP and MCP.
public final class GatewayApp {

    /// What its settings are.
    public static final ConfigDef SETTINGS = GatewayConfig.DEFINITION;

    private GatewayApp() {}

    public static void main(String[] args) {
        ApplicationMain.run("agent-gateway", Principal.AGENT_GATEWAY, SETTINGS, GatewayApp::start, args);
    }

    /// Starts it. It is ready when events, keys, revocations and decisions are all known, and the broker takes more.
    public static RunningApplication start(Settings settings) {
        var config = GatewayConfig.of(settings);
        return RunningApplication.start(Principal.AGENT_GATEWAY, settings, assembly -> assemble(assembly, config));
    }

    private static Handler assemble(Assembly assembly, GatewayConfig config) {
        var clock = Clock.systemUTC();
        var agents = assembly.reloading(config.agentsFile(), Agents::parse);
        var settings = assembly.settings();
        var serdes = assembly.serdes();
        var templates = templates(assembly, config);
        var switches = new Switches();
        var gate =
                new Gate(switches, id -> agents.current().limitsOf(id), new LoggedNotices(assembly.metrics()), clock);
        var memory = Memory.of(config, switches, gate, clock);
        memory.measure(assembly.metrics());
        var topics = Topics.follow(assembly, serdes, memory);
        var writer = new DecisionWriter(settings.kafka("producer."), config.transactionalId("decisions"), serdes);
        var log = assembly.add(DecisionLog.start(writer, topics.decisions(), assembly.metrics()));
        var outcomes = assembly.add(DerivedAudit.ofDecisions(auditGroup("outcomes", assembly, config)));
        var inbound = assembly.add(DerivedAudit.ofEvents(auditGroup("inbound", assembly, config), clock));
        assembly.health().ready("decision-log", log::health);
        assembly.health().ready("outcomes", outcomes::health);
        assembly.health().ready("inbound", inbound::health);
        var policy = TokenPolicy.ofIssuer(config.issuer());
        var verifier = new TokenVerifier(
                policy,
                memory.keys(),
                memory.revocations(),
                token -> memory.uses().contains(token.eventId()),
                clock);
        Places places = memory.events()::siteOf;
        var rules = new Rulebook(Guard.ofAllChecks(places), templates, places, gate);
        var sight = new Sight(memory.rollouts());
        var decisions =
                new Decisions(verifier, memory.events(), memory.uses(), log, rules, sight, topics::areFollowed, clock);
        var office = new Office(memory.feed(), decisions, log, gate, sight, templates, clock);
        var attendance = new Attendance(memory.rollouts(), gate::atWork);
        assembly.add(AttendanceWriter.start(
                settings.kafka("producer."),
                config.instance(),
                serdes,
                () -> topics.areFollowed() ? attendance.now() : List.of(),
                clock));
        var pushes = assembly.add(new Pushes(
                new Pushes.Connection(settings.kafka("consumer."), serdes),
                office,
                topics::areRead,
                assembly.metrics()));
        agents.onReload(_ -> pushes.follow(agents::current));
        // Only now: a change before that would be missed.
        pushes.follow(agents::current);
        var tokens = assembly.add(new AccessTokens(assembly.metrics(), clock));
        var keeper = new Doorkeeper(agents::current, tokens, config.clients(), clock);
        var door = new GatewayHandler.Door(keeper, topics::areRead, topics::areFollowed, log, config.originKey());
        var introspection = new Introspection(policy, verifier, memory.events(), sight);
        var rawMedia = new RawMediaDesk(door, office, assembly.metrics(), clock);
        assembly.guard(new RawMediaGate(rawMedia));
        var mcp = McpEndpoint.open(config.mcp(), office, assembly.metrics(), clock);
        return new Handler.Sequence(
                new GatewayHandler(door, office, rawMedia, introspection, assembly.metrics(), clock),
                McpDoor.at(door, config.mcp(), mcp, rawMedia, assembly.metrics(), clock));
    }

    private static AuditGroup.Connections auditGroup(String what, Assembly assembly, GatewayConfig config) {
        return AuditGroup.Connections.of(
                assembly.settings().kafka("consumer."),
                assembly.settings().kafka("producer."),
                Principal.AGENT_GATEWAY.applicationId() + "-" + what,
                config.transactionalId(what),
                assembly.serdes());
    }

    private static Supplier<Templates> templates(Assembly assembly, GatewayConfig config) {
        if (config.templatesFile().isPresent()) {
            var file = assembly.reloading(config.templatesFile().get(), Templates::parse);
            return file::current;
        }
        var standard = Templates.standard();
        return () -> standard;
    }
}
