package io.frostglass.standalone;

import io.frostglass.anonymize.AnonymizeApp;
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
import java.util.function.ToIntFunction;
import org.apache.kafka.common.config.ConfigDef;

/// An application of the pipeline.
///
/// @param principal as whom it connects
/// @param command what it is called on the command line
/// @param module the Maven module that it is built in, and on whose class path it runs
/// @param main its main class
/// @param definition what its settings are
/// @param port where it listens
/// @param starter starts it in this JVM
public record Application(
        Principal principal,
        String command,
        String module,
        Class<?> main,
        ConfigDef definition,
        ToIntFunction<DemoPorts> port,
        Function<ApplicationSettings, RunningApplication> starter) {

    public static final Application INGEST = new Application(
            Principal.INGEST,
            "ingest",
            "ingest",
            IngestApp.class,
            IngestApp.SETTINGS,
            DemoPorts::ingest,
            IngestApp::start);

    public static final Application ANONYMIZE = new Application(
            Principal.ANONYMIZE_STREAM,
            "anonymize",
            "anonymize-stream",
            AnonymizeApp.class,
            AnonymizeApp.SETTINGS,
            DemoPorts::anonymize,
            AnonymizeApp::start);

    public static final Application TOKENS = new Application(
            Principal.TOKEN_STREAM,
            "tokens",
            "token-stream",
            TokenApp.class,
            TokenApp.SETTINGS,
            DemoPorts::tokens,
            TokenApp::start);

    public static final Application AGENT_GATEWAY = new Application(
            Principal.AGENT_GATEWAY,
            "agent-gateway",
            "agent-gateway",
            GatewayApp.class,
            GatewayApp.SETTINGS,
            DemoPorts::agentGateway,
            GatewayApp::start);

    public static final Application ESCALATE = new Application(
            Principal.ESCALATION_SINK,
            "escalate",
            "escalation-sink",
            EscalationApp.class,
            EscalationApp.SETTINGS,
            DemoPorts::escalation,
            EscalationApp::start);

    public static final Application WATCH = new Application(
            Principal.TOKEN_WATCH,
            "watch",
            "token-watch",
            WatchApp.class,
            WatchApp.SETTINGS,
            DemoPorts::watch,
            WatchApp::start);

    /// All of them, in the order of the flow.
    public static final List<Application> ALL = List.of(INGEST, ANONYMIZE, TOKENS, AGENT_GATEWAY, ESCALATE, WATCH);

    /// Where it listens.
    int portOf(DemoPorts demoPorts) {
        return port.applyAsInt(demoPorts);
    }

    /// Starts it in this JVM.
    ///
    /// @param file its `.properties`
    RunningApplication start(Path file) {
        return starter.apply(ApplicationSettings.read(file, definition));
    }

    /// Its settings besides those that all have.
    Map<String, String> settings(Installation installation) {
        var settings = new HashMap<String, String>();
        if (definition.names().contains("sites.file")) {
            settings.put("sites.file", installation.sites().toString());
        }
        if (definition.names().contains("duplicates.window.ms") && !installation.merging()) {
            settings.put("duplicates.window.ms", "0");
        }
        if (definition.names().contains("rules.file")) {
            settings.put("rules.file", installation.rules().toString());
        }
        // It may be missing: then the standard thresholds hold.
        if (definition.names().contains("watch.file") && Files.exists(installation.watch())) {
            settings.put("watch.file", installation.watch().toString());
        }
        if (definition.names().contains("agents.file")) {
            settings.put("agents.file", installation.agents().toString());
            settings.put("origin.key", "${file:" + installation.originKey() + "}");
        }
        // Kafka Streams' own; ingest, which is none, does not look at it.
        settings.put("state.dir", installation.state(principal).toString());
        return settings;
    }
}
