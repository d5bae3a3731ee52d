package io.frostglass.delivery;

import io.frostglass.delivery.receivers.Receiver;
import io.frostglass.delivery.receivers.ReceiversFile;
import io.frostglass.runtime.ApplicationMain;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.settings.ReloadingFile;
import io.frostglass.settings.SecretReferences;
import io.frostglass.topics.Principal;
import java.time.Clock;
import java.util.Map;
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
            var deliveries =
                    assembly.add(DeliveryPool.start(config.deliveries(), assembly, receivers.current(), clock));
            receivers.onReload(deliveries::update);
            // The file may have changed before the listener was added.
            deliveries.update(receivers.current());
            assembly.health().ready("deliveries", deliveries::healthState);
            return new Handler.Sequence();
        });
    }
}
