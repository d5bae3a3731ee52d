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

    /// Its settings.
    public static final ConfigDef SETTINGS = WatchConfig.DEFINITION;

    /// Findings are about minutes: no need for a shorter interval.
    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);

    private WatchApp() {}

    public static void main(String[] args) {
        ApplicationMain.run("watch", Principal.TOKEN_WATCH, SETTINGS, WatchApp::start, args);
    }

    /// Starts the application.
    ///
    /// @throws IllegalStateException if the thresholds file cannot be used at all; the message names every
    ///     wrong line
    public static RunningApplication start(ApplicationSettings settings) {
        var config = WatchConfig.of(settings);
        return RunningApplication.start(Principal.TOKEN_WATCH, settings, assembly -> {
            var metrics = new WatchMetrics(assembly.metrics());
            var topology = new WatchTopology(thresholds(config, assembly), config.memory(), metrics, assembly.serdes());
            StreamsApplication.start(assembly, topology.build(), TopicCatalogue.AUDIT_DEAD_LETTERS, COMMIT_INTERVAL);
            return new Handler.Sequence();
        });
    }

    private static Supplier<SiteThresholds> thresholds(WatchConfig config, Assembly assembly) {
        return config.watchFile()
                .map(file -> assembly.reloadingElements(file, SiteThresholds::read))
                .<Supplier<SiteThresholds>>map(file -> file::current)
                .orElse(() -> SiteThresholds.STANDARD);
    }
}
