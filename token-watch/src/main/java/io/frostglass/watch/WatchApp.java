package io.frostglass.watch;

import io.frostglass.runtime.ApplicationMain;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.StreamsApplication;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;
import org.eclipse.jetty.server.Handler;

/// The application token-watch: config → thresholds → topology → run.
public final class WatchApp {

    /// What its settings are.
    public static final ConfigDef SETTINGS = WatchConfig.DEFINITION;

    /// A finding is about minutes.
    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);

    private WatchApp() {}

    public static void main(String[] args) {
        ApplicationMain.run("watch", Principal.TOKEN_WATCH, SETTINGS, WatchApp::start, args);
    }

    /// Starts it.
    ///
    /// @throws IllegalStateException if the file of thresholds is wrong as a whole; the message names every line
    public static RunningApplication start(ApplicationSettings applicationSettings) {
        var config = WatchConfig.of(applicationSettings);
        return RunningApplication.start(Principal.TOKEN_WATCH, applicationSettings, assembly -> {
            var metrics = new WatchMetrics(assembly.metrics());
            var topology = new WatchTopology(thresholds(config, assembly), config.memory(), metrics, assembly.serdes());
            StreamsApplication.start(assembly, topology.build(), TopicCatalogue.AUDIT_DEAD_LETTERS, COMMIT_INTERVAL);
            return new Handler.Sequence();
        });
    }

    private static Supplier<SiteThresholds> thresholds(WatchConfig config, Assembly assembly) {
        return config.watchFile()
                .map(file -> assembly.reloadingElements(file, ThresholdsFile::read))
                .<Supplier<SiteThresholds>>map(file -> file::current)
                .orElse(() -> SiteThresholds.STANDARD);
    }
}
