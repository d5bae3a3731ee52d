package io.frostglass.ingest;

import io.frostglass.cameras.SitesFile;
import io.frostglass.encryption.DataKeyMaker;
import io.frostglass.encryption.KeystoreKeys;
import io.frostglass.runtime.ApplicationMain;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.topics.Principal;
import java.time.Clock;
import org.apache.kafka.common.config.ConfigDef;

/// The application ingest: config → receipts → event log → HTTP.
public final class IngestApp {

    public static final ConfigDef SETTINGS = IngestConfig.DEFINITION;

    private IngestApp() {}

    public static void main(String[] args) {
        ApplicationMain.run("ingest", Principal.INGEST, SETTINGS, IngestApp::start, args);
    }

    /// Starts ingest. It is ready when the broker takes events and all receipts are read.
    public static RunningApplication start(ApplicationSettings settings) {
        var config = IngestConfig.of(settings);
        return RunningApplication.start(Principal.INGEST, settings, assembly -> assemble(assembly, config));
    }

    private static MotionHandler assemble(Assembly assembly, IngestConfig config) {
        var settings = assembly.applicationSettings();
        var serdes = assembly.serdes();
        var sites = assembly.reloadingElements(config.sitesFile(), SitesFile::read);
        var expected = new SyntheticSites(assembly.metrics());
        expected.take(sites.current());
        sites.onReload(expected::take);
        var receipts = assembly.add(new ReceiptIndex(settings.kafka("consumer."), config.receipts()));
        var clock = Clock.systemUTC();
        var dataKeys = config.encryption().map(store -> new DataKeyMaker(KeystoreKeys.open(store), clock));
        var log = assembly.add(EventWriter.start(
                settings.kafka("producer."), config.transactionalId(), serdes, receipts, dataKeys, assembly.metrics()));
        assembly.health().ready("broker", receipts::health);
        assembly.health().ready("event-log", log::health);
        MetricCatalogue.INGEST_RECEIPTS.gauge(assembly.metrics(), receipts, ReceiptIndex::count);
        return new MotionHandler(config, sites::current, log, assembly.metrics(), clock);
    }
}
