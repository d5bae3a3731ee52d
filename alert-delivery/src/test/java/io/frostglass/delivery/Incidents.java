package io.frostglass.delivery;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.settings.Sha256;
import java.time.Instant;
import java.util.List;

/// Notifications about incidents, as escalation-sink writes them.
final class Incidents {

    private Incidents() {}

    static String id(String incident) {
        return "inc-site-1-" + Sha256.hex(incident).substring(0, 16);
    }

    static Escalation alert(String receiver, String incident, int version, IncidentChange change) {
        Instant now = Instant.now();
        return Escalation.newBuilder(Installation.alert(receiver))
                .setSummary("version " + version)
                .setIncident(Incident.newBuilder()
                        .setIncidentId(id(incident))
                        .setVersion(version)
                        .setStatus(
                                switch (change) {
                                    case resolved -> IncidentStatus.resolved;
                                    case acknowledged -> IncidentStatus.acknowledged;
                                    default -> IncidentStatus.open;
                                })
                        .setChange(change)
                        .setOpenedAt(now.minusSeconds(60))
                        .setLastAt(now)
                        .setCount(version)
                        .setCameras(List.of("cam-12"))
                        .build())
                .build();
    }
}
