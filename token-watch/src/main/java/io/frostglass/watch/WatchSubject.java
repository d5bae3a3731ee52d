package io.frostglass.watch;

import org.jspecify.annotations.Nullable;

/// Whom counts are about.
///
/// @param site its id; empty for what is about no site
/// @param camera its id; null for the site as a whole
record WatchSubject(String site, @Nullable String camera) {

    /// For what is about no site: a refused token that is none of ours has none.
    static final WatchSubject NOWHERE = new WatchSubject("", null);

    private static final char SEPARATOR = '\0';

    static WatchSubject site(@Nullable String site) {
        return site == null ? NOWHERE : new WatchSubject(site, null);
    }

    /// The site as a whole.
    WatchSubject whole() {
        return camera == null ? this : new WatchSubject(site, null);
    }

    /// Sorts a site before its cameras, and its cameras before every other site.
    String key() {
        return camera == null ? site : site + SEPARATOR + camera;
    }

    static WatchSubject of(String key) {
        int end = key.indexOf(SEPARATOR);
        return end < 0 ? new WatchSubject(key, null) : new WatchSubject(key.substring(0, end), key.substring(end + 1));
    }

    /// The key of its findings, and its name in the thresholds: the site's id, or `all`.
    String name() {
        return site.isEmpty() ? "all" : site;
    }
}
