package io.frostglass.standalone;

import io.frostglass.anonymize.AnonymizeApp;
import io.frostglass.escalation.EscalationApp;
import io.frostglass.ingest.IngestApp;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.Settings;
import io.frostglass.tokens.TokenApp;
import io.frostglass.topics.Principal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.config.ConfigDef;

/// The applications, in the order of the flow.
public enum Application {
    INGEST(Principal.INGEST, "ingest", "ingest", IngestApp.class, IngestApp.SETTINGS, Ports::ingest, IngestApp::start),
    ANONYMIZE(
            Principal.ANONYMIZE_STREAM,
            "anonymize",
            "anonymize-stream",
            AnonymizeApp.class,
            AnonymizeApp.SETTINGS,
            Ports::anonymize,
            AnonymizeApp::start),
    TOKENS(
            Principal.TOKEN_STREAM,
            "tokens",
            "token-stream",
            TokenApp.class,
            TokenApp.SETTINGS,
            Ports::tokens,
            TokenApp::start),
    ESCALATE(
            Principal.ESCALATION_SINK,
            "escalate",
            "escalation-sink",
            EscalationApp.class,
            EscalationApp.SETTINGS,
            Ports::escalation,
            EscalationApp::start);

    private final Principal principal;
    private final String command;
    private final String module;
    private final Class<?> main;
    private final ConfigDef definition;
    private final ToIntFunction<Ports> port;
    private final Function<Settings, RunningApplication> start;

    Application(
            Principal principal,
            String command,
            String module,
            Class<?> main,
            ConfigDef definition,
            ToIntFunction<Ports> port,
            Function<Settings, RunningApplication> start) {
        this.principal = principal;
        this.command = command;
        this.module = module;
        this.main = main;
        this.definition = definition;
        this.port = port;
        this.start = start;
    }

    public Principal principal() {
        return principal;
    }

    /// What it is called on the command line.
    public String command() {
        return command;
    }

    /// The Maven module that it is built in, and whose class path it runs on.
    public String module() {
        return module;
    }

    /// Its main class.
    public Class<?> main() {
        return main;
    }

    /// Where it listens.
    public int port(Ports ports) {
        return port.applyAsInt(ports);
    }

    /// Starts it in this JVM.
    ///
    /// @param file its `.properties`
    RunningApplication start(Path file) {
        return start.apply(Settings.read(file, definition));
    }

    /// What its settings are.
    public ConfigDef definition() {
        return definition;
    }

    /// Its settings besides those that all have.
    Map<String, String> settings(Installation installation) {
        var settings = new HashMap<String, String>();
        if (this == INGEST || this == ANONYMIZE) {
            settings.put("sites.file", installation.sites().toString());
        }
        if (this == ESCALATE) {
            settings.put("rules.file", installation.rules().toString());
        }
        if (this != INGEST) {
            settings.put("state.dir", installation.state(principal).toString());
        }
        return settings;
    }
}
