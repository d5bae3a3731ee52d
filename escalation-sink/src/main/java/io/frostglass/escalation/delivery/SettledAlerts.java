package io.frostglass.escalation.delivery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The alerts that this process has settled for one receiver of late. After a restart the broker counts the deliveries
/// of a record from one again, so the count alone does not tell that an alert comes a second time.
///
/// Keyed by alert id and not by position: a topic that is made again begins with the same positions. Safe for use by
/// several threads.
final class SettledAlerts {

    /// About 100 bytes each.
    private static final int MAX_ALERTS = 10_000;

    private final Set<String> ids = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_ALERTS;
        }
    }));

    /// The result of this alert is written.
    void add(String alertId) {
        ids.add(alertId);
    }

    boolean contains(String alertId) {
        return ids.contains(alertId);
    }
}
