package io.frostglass.gateway;

import io.frostglass.gateway.agents.AgentDirectory;
import io.frostglass.gateway.api.AgentApiFactory;
import io.frostglass.gateway.audit.DerivedAudit;
import io.frostglass.gateway.decisions.DecisionLog;
import io.frostglass.gateway.decisions.DecisionPolicy;
import io.frostglass.gateway.decisions.DecisionService;
import io.frostglass.gateway.decisions.SyntheticTokenCheck;
import io.frostglass.gateway.decisions.TokenUseIndex;
import io.frostglass.gateway.http.AgentAuthenticator;
import io.frostglass.gateway.http.GatewayHandler;
import io.frostglass.gateway.http.McpHandler;
import io.frostglass.gateway.http.RawMediaFilter;
import io.frostglass.gateway.limits.AgentPolicy;
import io.frostglass.gateway.limits.OperatorNotices.LoggedNotices;
import io.frostglass.gateway.limits.PauseSwitches;
import io.frostglass.gateway.mcp.McpEndpoint;
import io.frostglass.gateway.oidc.AccessTokenVerifier;
import io.frostglass.gateway.push.PushService;
import io.frostglass.gateway.rollout.AttendanceWriter;
import io.frostglass.gateway.rollout.SiteVisibility;
import io.frostglass.gateway.templates.Templates;
import io.frostglass.gateway.tokens.TokenIntrospection;
import io.frostglass.guard.Guard;
import io.frostglass.guard.Guard.KnownIds;
import io.frostglass.runtime.ApplicationMain;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.synthetic.SyntheticSteps;
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
    public static RunningApplication start(ApplicationSettings applicationSettings) {
        var config = GatewayConfig.of(applicationSettings);
        return RunningApplication.start(
                Principal.AGENT_GATEWAY, applicationSettings, assembly -> assemble(assembly, config));
    }

    private static Handler assemble(Assembly assembly, GatewayConfig config) {
        var clock = Clock.systemUTC();
        var agents = assembly.reloading(config.agentsFile(), AgentDirectory::parse);
        var applicationSettings = assembly.applicationSettings();
        var templates = templates(assembly, config);
        var pauseSwitches = new PauseSwitches();
        var agentPolicy = new AgentPolicy(
                pauseSwitches, id -> agents.current().limitsOf(id), new LoggedNotices(assembly.metrics()), clock);
        var topicState = TopicState.follow(assembly, config, pauseSwitches, agentPolicy, clock);
        var log = assembly.add(DecisionLog.start(
                applicationSettings.kafka("producer."),
                config.transactionalId("decisions"),
                assembly.serdes(),
                topicState.decisions(),
                assembly.metrics()));
        var outcomes =
                assembly.add(DerivedAudit.ofDecisions(audit("outcomes", assembly, config), TokenUseIndex.WINDOW));
        var inbound = assembly.add(DerivedAudit.ofEvents(audit("inbound", assembly, config), clock));
        assembly.health().ready("decision-log", log::health);
        assembly.health().ready("outcomes", outcomes::health);
        assembly.health().ready("inbound", inbound::health);
        var policy = TokenPolicy.ofIssuer(config.issuer());
        var verifier = new TokenVerifier(
                policy,
                topicState.keys(),
                topicState.revocations(),
                token -> topicState.uses().contains(token.eventId()),
                clock);
        assembly.add(SyntheticTokenCheck.start(
                topicState.synthetic(),
                verifier,
                topicState.uses(),
                log,
                topicState::isCurrent,
                new SyntheticSteps(assembly.metrics(), clock),
                clock));
        KnownIds knownIds = topicState.events()::siteOf;
        var rules = new DecisionPolicy(Guard.ofAllChecks(knownIds), templates, knownIds);
        var siteVisibility = new SiteVisibility(topicState.rollouts());
        var decisionService = new DecisionService(
                verifier,
                topicState.events(),
                topicState.uses(),
                log,
                rules,
                agentPolicy,
                siteVisibility,
                topicState::isCurrent,
                clock);
        var agentApiFactory = new AgentApiFactory(
                topicState.eventFeed(),
                decisionService,
                log,
                agentPolicy,
                siteVisibility,
                templates,
                assembly.metrics(),
                clock);
        assembly.add(AttendanceWriter.start(
                applicationSettings.kafka("producer."),
                config.instance(),
                assembly.serdes(),
                () -> topicState.isCurrent() ? siteVisibility.attended(agentPolicy.atWork()) : List.of(),
                clock));
        var pushService = assembly.add(new PushService(
                applicationSettings.kafka("consumer."), assembly.serdes(), agentApiFactory, topicState::areRead));
        agents.onReload(_ -> pushService.follow(agents::current));
        // Only now: a change before that would be missed.
        pushService.follow(agents::current);
        var tokens = assembly.add(new AccessTokenVerifier(assembly.metrics(), clock));
        var authenticator = new AgentAuthenticator(agents::current, tokens, config.clients(), clock);
        var context = new GatewayHandler.RequestContext(
                authenticator, topicState::areRead, topicState::isCurrent, agentApiFactory, config.originKey());
        assembly.filter(new RawMediaFilter(context));
        return new Handler.Sequence(
                new GatewayHandler(
                        context, new TokenIntrospection(policy, verifier, topicState.events(), siteVisibility)),
                McpHandler.at(context, config.mcp(), McpEndpoint.open(config.mcp(), agentApiFactory)));
    }

    private static DerivedAudit.Connections audit(String what, Assembly assembly, GatewayConfig config) {
        return new DerivedAudit.Connections(
                assembly.applicationSettings().kafka("consumer."),
                assembly.applicationSettings().kafka("producer."),
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
