package io.frostglass.ingest;

import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.cameras.SitesFile;
import io.frostglass.runtime.ApplicationMain;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.RunningApplication.Assembly;
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
    public static RunningApplication start(ApplicationSettings applicationSettings) {
        var config = IngestConfig.of(applicationSettings);
        return RunningApplication.start(Principal.INGEST, applicationSettings, assembly -> assemble(assembly, config));
    }

    private static MotionHandler assemble(Assembly assembly, IngestConfig config) {
        var applicationSettings = assembly.applicationSettings();
        var serdes = assembly.serdes();
        var sites = assembly.reloadingElements(config.sitesFile(), SitesFile::read);
        var receiptIndex = assembly.add(ReceiptIndex.follow(applicationSettings.kafka("consumer."), config.receipts()));
        var log = assembly.add(EventWriter.start(
                applicationSettings.kafka("producer."),
                config.transactionalId(),
                serdes,
                receiptIndex,
                assembly.metrics()));
        assembly.health().ready("broker", receiptIndex::health);
        assembly.health().ready("event-log", log::health);
        assembly.metrics().gauge("frostglass.ingest.receipts", receiptIndex, ReceiptIndex::count);
        var clock = Clock.systemUTC();
        var verifier = new SignatureVerifier(config.window());
        var webhookAuthenticator =
                new WebhookAuthenticator(sites::current, verifier, new RateLimiter(clock), log::knows);
        return new MotionHandler(config, webhookAuthenticator, log, assembly.metrics(), clock);
    }
}
