package io.frostglass.standalone;

import io.frostglass.cameras.SitesFile;
import io.frostglass.rollouts.RolloutAdministration;
import io.frostglass.rollouts.RolloutStage;
import io.frostglass.rollouts.RolloutStatus;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;

/// Lets what the agents of a demo or a benchmark decide count at every site, as two people would.
public final class DemoRollouts {

    private DemoRollouts() {}

    /// Sets every site of the sites file to `on` that is not.
    ///
    /// @throws IOException if the sites file cannot be read or is wrong; says why
    public static void widen(Installation installation, EmbeddedCluster embeddedCluster) throws IOException {
        try (var serdes = installation.serdes()) {
            var admin = as(Principal.TOKEN_ADMIN, embeddedCluster, serdes);
            var approver = as(Principal.ROLLOUT_APPROVER, embeddedCluster, serdes);
            List<String> on = admin.list().stream()
                    .filter(rolloutStatus -> rolloutStatus.now().equals(RolloutStage.ON))
                    .map(RolloutStatus::siteId)
                    .toList();
            for (String site : sites(installation)) {
                if (!on.contains(site)) {
                    var proposed = admin.propose(site, RolloutStage.ON);
                    approver.approve(site, proposed.rollout().getRolloutId());
                }
            }
        }
    }

    private static RolloutAdministration as(Principal principal, EmbeddedCluster embeddedCluster, SerdeFactory serdes) {
        return new RolloutAdministration(new HashMap<>(embeddedCluster.client(principal)), serdes, Clock.systemUTC());
    }

    private static List<String> sites(Installation installation) throws IOException {
        try {
            return SitesFile.parse(Files.readString(installation.sites())).cameras().stream()
                    .map(camera -> camera.site().id())
                    .distinct()
                    .toList();
        } catch (InvalidDocument e) {
            throw new IOException(installation.sites() + ": " + e.what(), e);
        }
    }
}
