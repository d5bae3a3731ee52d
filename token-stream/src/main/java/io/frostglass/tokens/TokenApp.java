package io.frostglass.tokens;

import io.frostglass.runtime.ApplicationMain;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.StreamsApplication;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.time.Clock;
import org.apache.kafka.common.config.ConfigDef;

/// The application token-stream: config → keys → topology → run.
public final class TokenApp {

    /// Its settings.
    public static final ConfigDef SETTINGS = TokenConfig.DEFINITION;

    private TokenApp() {}

    public static void main(String[] args) {
        ApplicationMain.run("tokens", Principal.TOKEN_STREAM, SETTINGS, TokenApp::start, args);
    }

    /// Starts the application. All verifiers can see its first key before it reads its first event.
    public static RunningApplication start(ApplicationSettings settings) {
        var config = TokenConfig.of(settings);
        var source = config.key().open();
        var clock = Clock.systemUTC();
        return RunningApplication.start(Principal.TOKEN_STREAM, settings, assembly -> {
            var serdes = assembly.serdes();
            var log = assembly.add(
                    KafkaKeyLog.open(settings.kafka("consumer."), settings.kafka("producer."), serdes, clock));
            var keys = assembly.add(KeyRing.open(clock, source, config.keyTiming(), log));
            var topology = new TokenTopology(
                            new TokenMinter(config, keys, clock), new TokenMetrics(assembly.metrics()), serdes)
                    .build();
            StreamsApplication.start(assembly, topology, TopicCatalogue.SANITIZED_DEAD_LETTERS);
            assembly.health()
                    .ready(
                            "signing-key",
                            () -> HealthState.of(keys.isFresh(), "no new key could be published in time"));
            return new KeySetHandler(log::all, clock, config.keyTiming().publication());
        });
    }
}
