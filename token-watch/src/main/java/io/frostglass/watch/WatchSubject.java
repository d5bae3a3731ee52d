package io.frostglass.watch;

import org.jspecify.annotations.Nullable;

/// A site or a camera for which entries are counted.
///
/// @param site its id; empty for entries without a site
/// @param camera its id; null for the site as a whole
record WatchSubject(String site, @Nullable String camera) {

    /// For entries without a site, such as about a refused token that is not valid.
    static final WatchSubject NOWHERE = new WatchSubject("", null);

    private static final char SEPARATOR = '\0';

    static WatchSubject site(@Nullable String site) {
        return site == null ? NOWHERE : new WatchSubject(site, null);
    }

    WatchSubject whole() {
        return camera == null ? this : new WatchSubject(site, null);
    }

    /// A key that sorts a site before its cameras, and its cameras before the next site.
    String key() {
        return camera == null ? site : site + SEPARATOR + camera;
    }

    static WatchSubject of(String key) {
        int end = key.indexOf(SEPARATOR);
        return end < 0 ? new WatchSubject(key, null) : new WatchSubject(key.substring(0, end), key.substring(end + 1));
    }

    /// The site's id, or `all`: the key of its findings, and its name in the thresholds file.
    String name() {
        return site.isEmpty() ? "all" : site;
    }
}
