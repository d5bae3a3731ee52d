package io.frostglass.cameras;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All sites and their cameras, as one version of the sites file has them.
public final class Sites {

    private final List<Site> sites;
    private final Map<String, Site> byId;
    private final Map<String, Camera> cameras;

    /// Of several with the same id, as there are where wrong entries stay what they were, the first counts.
    Sites(List<Site> sites, List<Camera> cameras) {
        this.byId = sites.stream().collect(toUnmodifiableMap(Site::id, identity(), (first, _) -> first));
        this.sites = sites.stream().filter(site -> byId.get(site.id()) == site).toList();
        this.cameras = cameras.stream().collect(toUnmodifiableMap(Camera::id, identity(), (first, _) -> first));
    }

    /// A camera by its id.
    public Optional<Camera> camera(String id) {
        return Optional.ofNullable(cameras.get(id));
    }

    /// A site by its id.
    public Optional<Site> site(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// A group by its id, if a site is in it.
    Optional<Group> group(String id) {
        return sites.stream()
                .flatMap(site -> site.group().stream())
                .filter(group -> group.id().equals(id))
                .findFirst();
    }

    /// All sites, in the order of the file.
    public List<Site> sites() {
        return sites;
    }

    /// All cameras of all sites.
    public Collection<Camera> cameras() {
        return cameras.values();
    }
}
