package io.frostglass.ingest;

import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.cameras.SitesFile;
import io.frostglass.runtime.ApplicationMain;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.Settings;
import io.frostglass.topics.Principal;
import java.time.Clock;
import org.apache.kafka.common.config.ConfigDef;

/// The application ingest: config → receipts → event log → HTTP.
public final class IngestApp {

    /// What its settings are.
    public static final ConfigDef SETTINGS = IngestConfig.DEFINITION;

    private IngestApp() {}

    public static void main(String[] args) {
        ApplicationMain.run("ingest", Principal.INGEST, SETTINGS, IngestApp::start, args);
    }

    /// Starts it. It is ready when the broker takes events and all receipts are known.
    public static RunningApplication start(Settings settings) {
        var config = IngestConfig.of(settings);
        return RunningApplication.start(Principal.INGEST, settings, assembly -> assemble(assembly, config));
    }

    private static MotionHandler assemble(Assembly assembly, IngestConfig config) {
        var settings = assembly.settings();
        var serdes = assembly.serdes();
        var sites = assembly.reloadingElements(config.sitesFile(), SitesFile::read);
        var receipts = assembly.add(Receipts.follow(settings.kafka("consumer."), config.receipts()));
        var log = assembly.add(EventLog.start(
                settings.kafka("producer."), config.transactionalId(), serdes, receipts, assembly.metrics()));
        assembly.health().ready("broker", receipts::health);
        assembly.health().ready("event-log", log::health);
        assembly.metrics().gauge("frostglass.ingest.receipts", receipts, Receipts::count);
        var clock = Clock.systemUTC();
        var verifier = new SignatureVerifier(config.window());
        var door = new Door(sites::current, verifier, new RateLimits(clock), log::knows);
        return new MotionHandler(config, door, log, assembly.metrics(), clock);
    }
}
