package io.frostglass.standalone;

import io.frostglass.anonymize.AnonymizeApp;
import io.frostglass.delivery.DeliveryApp;
import io.frostglass.escalation.EscalationApp;
import io.frostglass.gateway.GatewayApp;
import io.frostglass.ingest.IngestApp;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.tokens.TokenApp;
import io.frostglass.topics.Principal;
import io.frostglass.watch.WatchApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;

/// An application of the pipeline.
///
/// @param principal how it connects to Kafka
/// @param command its name on the command line
/// @param main its main class
/// @param definition its settings
/// @param portOffset of its port from [DemoPorts#base()]
/// @param starter starts it in this JVM
public record Application(
        Principal principal,
        String command,
        Class<?> main,
        ConfigDef definition,
        int portOffset,
        Function<ApplicationSettings, RunningApplication> starter) {

    public static final Application INGEST =
            new Application(Principal.INGEST, "ingest", IngestApp.class, IngestApp.SETTINGS, 0, IngestApp::start);
    public static final Application ANONYMIZE = new Application(
            Principal.ANONYMIZE_STREAM, "anonymize", AnonymizeApp.class, AnonymizeApp.SETTINGS, 7, AnonymizeApp::start);
    public static final Application TOKENS =
            new Application(Principal.TOKEN_STREAM, "tokens", TokenApp.class, TokenApp.SETTINGS, 1, TokenApp::start);
    public static final Application AGENT_GATEWAY = new Application(
            Principal.AGENT_GATEWAY, "agent-gateway", GatewayApp.class, GatewayApp.SETTINGS, 2, GatewayApp::start);
    public static final Application ESCALATE = new Application(
            Principal.ESCALATION_SINK,
            "escalate",
            EscalationApp.class,
            EscalationApp.SETTINGS,
            8,
            EscalationApp::start);
    public static final Application DELIVER = new Application(
            Principal.ALERT_DELIVERY, "deliver", DeliveryApp.class, DeliveryApp.SETTINGS, 10, DeliveryApp::start);
    public static final Application WATCH =
            new Application(Principal.TOKEN_WATCH, "watch", WatchApp.class, WatchApp.SETTINGS, 9, WatchApp::start);

    /// All of them, in the order of the flow.
    public static final List<Application> ALL =
            List.of(INGEST, ANONYMIZE, TOKENS, AGENT_GATEWAY, ESCALATE, DELIVER, WATCH);

    /// Returns the Maven module that it is built in, and on whose class path it runs.
    public String module() {
        return principal.user();
    }

    /// Returns the port that it listens on.
    public int port(DemoPorts ports) {
        return ports.base() + portOffset;
    }

    /// Starts it in this JVM.
    ///
    /// @param file its `.properties`
    public RunningApplication start(Path file) {
        return starter.apply(ApplicationSettings.read(file, definition));
    }

    /// Returns its settings besides those that all have.
    Map<String, String> settings(Installation installation) {
        var settings = new HashMap<>(Map.of(
                "sites.file", installation.sites().toString(),
                "rules.file", installation.rules().toString(),
                "receivers.file", installation.receivers().toString(),
                "agents.file", installation.agents().toString(),
                "origin.key", "${file:" + installation.originKey() + "}"));
        if (!installation.merging()) {
            settings.put("duplicates.window.ms", "0");
        }
        if (Files.exists(installation.watch())) {
            settings.put("watch.file", installation.watch().toString());
        }
        if (installation.hasRoutes()) {
            settings.put("routes.file", installation.routes().toString());
        }
        settings.keySet().retainAll(definition.names());
        // Kafka Streams' own setting; ingest is no Streams application and ignores it.
        settings.put(
                "state.dir",
                installation.folder().resolve("state").resolve(principal.user()).toString());
        return settings;
    }
}
