package io.frostglass.anonymize;

import io.frostglass.anonymize.erasure.ErasureClock;
import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.cameras.Sites;
import io.frostglass.cameras.SitesFile;
import io.frostglass.encryption.DataKeySource;
import io.frostglass.encryption.DataKeys;
import io.frostglass.encryption.KeystoreKeys;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.ApplicationMain;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.StreamsApplication;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.settings.ReloadingFile;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.veil.Veil;
import java.time.Clock;
import org.apache.kafka.common.config.ConfigDef;
import org.eclipse.jetty.server.Handler;

/// The application anonymize-stream: config → sites → topology → run.
public final class AnonymizeApp {

    /// Its settings.
    public static final ConfigDef SETTINGS = AnonymizeConfig.DEFINITION;

    private AnonymizeApp() {}

    public static void main(String[] args) {
        ApplicationMain.run("anonymize", Principal.ANONYMIZE_STREAM, SETTINGS, AnonymizeApp::start, args);
    }

    /// Starts the application and returns when it runs.
    public static RunningApplication start(ApplicationSettings settings) {
        var config = AnonymizeConfig.of(settings);
        var clock = Clock.systemUTC();
        return RunningApplication.start(Principal.ANONYMIZE_STREAM, settings, assembly -> {
            ReloadingFile<Sites> sites = assembly.reloadingElements(config.sitesFile(), SitesFile::read);
            var signatures = new SignatureVerifier(config.window());
            var sanitizer = new MotionSanitizer(Veil.standard());
            var serdes = assembly.serdes();
            DataKeySource keys = keys(assembly, config, serdes);
            var opener = new RawRecordOpener(
                    keys,
                    config.clearAllowed(),
                    serdes.serde(TopicCatalogue.MOTION_RAW, MotionRaw.class).deserializer(),
                    form -> MetricCatalogue.ANONYMIZE_RAW_RECORDS
                            .counter(assembly.metrics(), form)
                            .increment());
            var topology = new AnonymizeTopology(
                            () -> new RawEventVerifier(opener, sites::current, signatures, clock),
                            () -> new SanitizeEvent(
                                    sanitizer,
                                    sites::current,
                                    config.backgroundsInMemory(),
                                    keys,
                                    assembly.metrics(),
                                    clock),
                            () -> new RecogniseScene(sites::current, config.threshold(), clock),
                            reason -> MetricCatalogue.ANONYMIZE_REFUSALS
                                    .counter(assembly.metrics(), reason)
                                    .increment(),
                            TopicCatalogue.MOTION_RAW.retention(),
                            serdes)
                    .build();
            StreamsApplication.start(assembly, topology, TopicCatalogue.RESTRICTED_DEAD_LETTERS);
            return new Handler.Sequence();
        });
    }

    private static DataKeySource keys(Assembly assembly, AnonymizeConfig config, SerdeFactory serdes) {
        if (config.encryption().isEmpty()) {
            return DataKeySource.NONE;
        }
        var store = KeystoreKeys.open(config.encryption().get());
        var kafka = assembly.applicationSettings().kafka("consumer.");
        var keys = assembly.add(DataKeys.follow(store, kafka, serdes));
        assembly.health().ready("data-keys", keys::health);
        assembly.add(ErasureClock.follow(kafka, serdes, assembly.metrics(), Clock.systemUTC()));
        return keys;
    }
}
