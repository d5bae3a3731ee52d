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

    Sites(List<Site> sites, List<Camera> cameras) {
        this.sites = List.copyOf(sites);
        this.byId = sites.stream().collect(toUnmodifiableMap(Site::id, identity()));
        this.cameras = cameras.stream().collect(toUnmodifiableMap(Camera::id, identity()));
    }

    /// A camera by its id.
    public Optional<Camera> camera(String id) {
        return Optional.ofNullable(cameras.get(id));
    }

    /// A site by its id.
    public Optional<Site> site(String id) {
        return Optional.ofNullable(byId.get(id));
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
