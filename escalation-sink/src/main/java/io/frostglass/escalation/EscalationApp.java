package io.frostglass.escalation;

import io.frostglass.escalation.delivery.DeliveryPool;
import io.frostglass.escalation.rules.RulesFile;
import io.frostglass.runtime.ApplicationMain;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.Settings;
import io.frostglass.runtime.StreamsApplication;
import io.frostglass.settings.SecretReferences;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.Principal;
import java.time.Clock;
import org.apache.kafka.common.config.ConfigDef;
import org.eclipse.jetty.server.Handler;

/// The application escalation-sink: config → rules → deliveries → topology → run.
public final class EscalationApp {

    public static final ConfigDef SETTINGS = EscalationConfig.DEFINITION;

    private EscalationApp() {}

    public static void main(String[] args) {
        ApplicationMain.run("escalate", Principal.ESCALATION_SINK, SETTINGS, EscalationApp::start, args);
    }

    /// Starts it.
    ///
    /// @throws IllegalStateException if the rules file is wrong; the message names every line that is
    public static RunningApplication start(Settings settings) {
        var config = EscalationConfig.of(settings);
        var clock = Clock.systemUTC();
        return RunningApplication.start(Principal.ESCALATION_SINK, settings, assembly -> {
            var serdes = assembly.serdes();
            var references = SecretReferences.ofProcess();
            var rules = assembly.reloading(config.rulesFile(), text -> RulesFile.parse(text, references));
            var deliveries = assembly.add(DeliveryPool.start(
                    config.deliveries(), settings, serdes, assembly.metrics(), rules.current(), clock));
            rules.onReload(deliveries::update);
            // For a change between the two.
            deliveries.update(rules.current());
            assembly.health().ready("deliveries", deliveries::state);
            var topology = new EscalationTopology(
                            new Escalator(rules::current, clock),
                            new FindingAlerts(rules::current, clock),
                            new AgentAlerts(rules::current, clock),
                            serdes)
                    .build();
            // Not those of agents' decisions: the topology keeps them in their zone itself.
            StreamsApplication.start(assembly, topology, Catalogue.SANITIZED_DEAD_LETTERS);
            return new Handler.Sequence();
        });
    }
}
