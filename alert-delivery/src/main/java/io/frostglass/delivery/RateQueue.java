package io.frostglass.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The deliveries to one receiver that wait for its rate limit, by incident. The first that may send takes the
/// others of its incident along, in one request. Safe for use by several threads.
final class RateQueue {

    private final Map<String, List<AlertDelivery>> waiting = new HashMap<>();

    synchronized void add(AlertDelivery delivery) {
        waiting.computeIfAbsent(delivery.incident(), _ -> new ArrayList<>()).add(delivery);
    }

    /// @return whether it was still there; if not, another delivery has taken it along
    synchronized boolean remove(AlertDelivery delivery) {
        List<AlertDelivery> others = waiting.getOrDefault(delivery.incident(), new ArrayList<>());
        boolean removed = others.remove(delivery);
        if (others.isEmpty()) {
            waiting.remove(delivery.incident());
        }
        return removed;
    }

    /// Takes all that wait for an incident.
    synchronized List<AlertDelivery> take(String incident) {
        List<AlertDelivery> taken = waiting.remove(incident);
        return taken == null ? List.of() : taken;
    }
}
