package io.frostglass.escalation.routes;

import java.util.Map;

/// Which cameras of a site see one place.
///
/// @param scenes names of scenes, by site and camera
record SceneMap(Map<SiteCamera, String> scenes) {

    static final SceneMap NONE = new SceneMap(Map.of());

    /// A camera of a site.
    record SiteCamera(String site, String camera) {}

    /// The camera itself if the file names no scene for it.
    String sceneOf(String site, String camera) {
        return scenes.getOrDefault(new SiteCamera(site, camera), camera);
    }
}
