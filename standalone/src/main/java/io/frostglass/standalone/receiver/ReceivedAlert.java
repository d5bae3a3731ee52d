package io.frostglass.standalone.receiver;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The alerts about one event that arrived at the receiver.
///
/// @param first when the first alert came
/// @param alertIds one for each webhook id, in the order of arrival; more than one is a duplicate
/// @param redeliveries how often a webhook id came again
public record ReceivedAlert(Instant first, List<String> alertIds, int redeliveries) {

    public ReceivedAlert {
        alertIds = List.copyOf(alertIds);
    }

    ReceivedAlert with(String alertId) {
        List<String> all = new ArrayList<>(alertIds);
        all.add(alertId);
        return new ReceivedAlert(first, all, redeliveries);
    }

    ReceivedAlert again() {
        return new ReceivedAlert(first, alertIds, redeliveries + 1);
    }
}
