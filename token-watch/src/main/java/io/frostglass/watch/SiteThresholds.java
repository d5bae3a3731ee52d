package io.frostglass.watch;

import java.util.Map;

/// The content of the thresholds file.
///
/// @param standard for every site without its own
/// @param sites by site id; `all` is for entries without a site
record SiteThresholds(Thresholds standard, Map<String, Thresholds> sites) {

    /// Without a file.
    static final SiteThresholds STANDARD = new SiteThresholds(Thresholds.STANDARD, Map.of());

    SiteThresholds {
        sites = Map.copyOf(sites);
    }

    Thresholds of(WatchSubject subject) {
        return sites.getOrDefault(subject.name(), standard);
    }
}
