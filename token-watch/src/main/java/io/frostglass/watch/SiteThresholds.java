package io.frostglass.watch;

import java.util.Map;

/// What the thresholds file says.
///
/// @param standard for every site that has none of its own
/// @param sites by site id; `all` is for what is about no site
record SiteThresholds(Thresholds standard, Map<String, Thresholds> sites) {

    /// Where there is no file.
    static final SiteThresholds STANDARD = new SiteThresholds(Thresholds.STANDARD, Map.of());

    SiteThresholds {
        sites = Map.copyOf(sites);
    }

    Thresholds of(WatchSubject watchSubject) {
        return sites.getOrDefault(watchSubject.name(), standard);
    }
}
