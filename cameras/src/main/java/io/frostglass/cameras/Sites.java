package io.frostglass.cameras;

import io.frostglass.cameras.Site.SiteGroup;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// All sites and cameras of one version of the sites file.
public final class Sites {

    private final List<Site> sites;
    private final Map<String, Site> byId;
    private final Map<String, Camera> cameras;

    /// Of several with one id the first counts. There can be several where invalid entries keep their old content.
    Sites(List<Site> sites, List<Camera> cameras) {
        this.byId = byId(sites, Site::id);
        this.sites = List.copyOf(byId.values());
        this.cameras = byId(cameras, Camera::id);
    }

    private static <T> Map<String, T> byId(List<T> list, Function<T, String> id) {
        var byId = new LinkedHashMap<String, T>();
        list.forEach(item -> byId.putIfAbsent(id.apply(item), item));
        return byId;
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
    Optional<SiteGroup> group(String id) {
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
        return Collections.unmodifiableCollection(cameras.values());
    }
}
