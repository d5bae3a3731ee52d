package io.frostglass.delivery;

import io.frostglass.alerts.AuditPass;
import io.frostglass.alerts.IncidentAction;
import io.frostglass.delivery.callbacks.ActionWriter;
import io.frostglass.delivery.callbacks.CallbackHandler;
import io.frostglass.delivery.links.LinkHandler;
import io.frostglass.delivery.links.LinkSettings;
import io.frostglass.delivery.links.ThumbnailReader;
import io.frostglass.delivery.receivers.Receiver;
import io.frostglass.delivery.receivers.ReceiversFile;
import io.frostglass.runtime.ApplicationMain;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.AuditedWriter;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.settings.ReloadingFile;
import io.frostglass.settings.SecretReferences;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;
import org.eclipse.jetty.server.Handler;

/// The application alert-delivery: config → receivers → deliveries → run. It alone has the addresses and the secrets
/// of receivers.
public final class DeliveryApp {

    public static final ConfigDef SETTINGS = DeliveryConfig.DEFINITION;

    private DeliveryApp() {}

    public static void main(String[] args) {
        ApplicationMain.run("deliver", Principal.ALERT_DELIVERY, SETTINGS, DeliveryApp::start, args);
    }

    /// Starts it.
    ///
    /// @throws IllegalStateException if the receivers file is wrong as a whole; the message names every wrong line
    public static RunningApplication start(ApplicationSettings settings) {
        var config = DeliveryConfig.of(settings);
        var clock = Clock.systemUTC();
        return RunningApplication.start(Principal.ALERT_DELIVERY, settings, assembly -> {
            var references = SecretReferences.ofProcess();
            ReloadingFile<Map<String, Receiver>> receivers = assembly.reloadingElements(
                    config.receiversFile(), (text, before) -> ReceiversFile.read(text, references, before));
            var deliveries = assembly.add(
                    DeliveryPool.start(config.deliveries(), config.links(), assembly, receivers.current(), clock));
            receivers.onReload(deliveries::update);
            // The file may have changed before the listener was added.
            deliveries.update(receivers.current());
            assembly.health().ready("deliveries", deliveries::healthState);
            config.deadManSwitch().ifPresent(address -> guard(assembly, address, deliveries, clock));
            var writer = assembly.add(new AuditedWriter<>(
                    assembly.applicationSettings().kafka("producer."),
                    Principal.ALERT_DELIVERY,
                    TopicCatalogue.INCIDENT_ACTIONS,
                    IncidentAction.class,
                    assembly.serdes()));
            var actions = new ActionWriter(writer, clock);
            var callbacks = new CallbackHandler(receivers::current, actions, assembly.metrics(), clock);
            return config.links()
                    .<Handler>map(links -> new Handler.Sequence(
                            callbacks, linkHandler(links, assembly, receivers::current, actions, clock)))
                    .orElse(callbacks);
        });
    }

    private static LinkHandler linkHandler(
            LinkSettings links,
            Assembly assembly,
            Supplier<Map<String, Receiver>> receivers,
            ActionWriter actions,
            Clock clock) {
        var thumbnails = new ThumbnailReader(assembly.applicationSettings().kafka("consumer."), assembly.serdes());
        return new LinkHandler(links, receivers, actions, thumbnails, assembly.metrics(), clock);
    }

    private static void guard(
            Assembly assembly, DeadManSwitch.SwitchTarget address, DeliveryPool deliveries, Clock clock) {
        var passes = new DeadManSwitch.PassRecorder();
        assembly.add(TopicFollower.start(
                TopicCatalogue.AUDIT_PASSES,
                Optional.empty(),
                assembly.applicationSettings().kafka("consumer."),
                assembly.serdes()
                        .serde(TopicCatalogue.AUDIT_PASSES, AuditPass.class)
                        .deserializer(),
                passes));
        var client = assembly.add(new WebhookClient(clock));
        assembly.add(new DeadManSwitch(
                        address,
                        passes,
                        () -> deliveries.healthState() instanceof HealthState.Up,
                        client,
                        assembly.metrics(),
                        clock)
                .start());
    }
}
