package io.frostglass.standalone;

import io.frostglass.cameras.Site;
import io.frostglass.rollouts.RolloutAdministration;
import io.frostglass.rollouts.RolloutStage;
import io.frostglass.rollouts.RolloutStatus;
import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;

/// Makes the decisions of agents count at every site of a demo or a benchmark, as two operators would.
public final class DemoRollouts {

    private DemoRollouts() {}

    /// Sets every site of the sites file to `on`.
    ///
    /// @throws IOException if the sites file cannot be read or is wrong
    public static void widen(Installation installation, EmbeddedCluster cluster) throws IOException {
        try (var serdes = installation.serdes()) {
            var admin = as(Principal.TOKEN_ADMIN, cluster, serdes);
            var approver = as(Principal.ROLLOUT_APPROVER, cluster, serdes);
            List<String> on = admin.list().stream()
                    .filter(status -> status.now().equals(RolloutStage.ON))
                    .map(RolloutStatus::siteId)
                    .toList();
            for (Site site : CameraAccount.readSites(installation.sites()).sites()) {
                if (!on.contains(site.id())) {
                    var proposed = admin.propose(site.id(), RolloutStage.ON);
                    approver.approve(site.id(), proposed.rollout().getRolloutId());
                }
            }
        }
    }

    private static RolloutAdministration as(Principal principal, EmbeddedCluster cluster, SerdeFactory serdes) {
        return new RolloutAdministration(new HashMap<>(cluster.client(principal)), serdes, Clock.systemUTC());
    }
}
