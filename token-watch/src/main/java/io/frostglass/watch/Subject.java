package io.frostglass.watch;

import org.jspecify.annotations.Nullable;

/// Whom counts are about.
///
/// @param site its id; empty for what is about no site
/// @param camera its id; null for the site as a whole
record Subject(String site, @Nullable String camera) {

    /// For what is about no site: a refused token that is none of ours has none.
    static final Subject NOWHERE = new Subject("", null);

    private static final char SEPARATOR = '\0';

    static Subject site(@Nullable String site) {
        return site == null ? NOWHERE : new Subject(site, null);
    }

    /// The site as a whole.
    Subject whole() {
        return camera == null ? this : new Subject(site, null);
    }

    /// Sorts a site before its cameras, and its cameras before every other site.
    String key() {
        return camera == null ? site : site + SEPARATOR + camera;
    }

    static Subject of(String key) {
        int end = key.indexOf(SEPARATOR);
        return end < 0 ? new Subject(key, null) : new Subject(key.substring(0, end), key.substring(end + 1));
    }

    /// The key of its findings, and its name in the thresholds: the site's id, or `all`.
    String name() {
        return site.isEmpty() ? "all" : site;
    }
}
