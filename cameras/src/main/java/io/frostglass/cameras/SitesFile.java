package io.frostglass.cameras;

import io.frostglass.cameras.Camera.CameraSecret;
import io.frostglass.cameras.Camera.RateLimit;
import io.frostglass.cameras.Site.DuplicateSettings;
import io.frostglass.cameras.Site.SiteGroup;
import io.frostglass.settings.AddressRange;
import io.frostglass.settings.ElementIds;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.PartialDocument;
import io.frostglass.settings.Secret;
import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlDocument;
import io.frostglass.settings.YamlMapping;
import io.frostglass.settings.YamlNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The YAML file of sites and cameras. No other file holds cameras' secrets.
///
/// ```yaml
/// groups:
///   - id: north
///     hash_key: ${file:/run/secrets/group-north}      # base64, at least 32 bytes
/// sites:
///   - id: site-1
///     time_zone: Europe/London
///     hash_key: ${file:/run/secrets/site-1}
///     group: north                                    # optional
///     veil: standard                                  # optional: light, standard or heavy
///     duplicates: {window: 30s, distance: 6}          # optional; window 0s: none
///     cameras:
///       - id: cam-12
///         scheme: standard-webhooks                   # or github, hex
///         secrets:
///           - ${env:CAM_12_SECRET}                    # whsec_…
///           - secret: ${env:CAM_12_OLD_SECRET}        # while cameras are being given the new one
///             not_after: 2026-02-01T00:00:00Z
///         allow: [192.0.2.0/24]                       # optional
///         veil: heavy                                 # optional, before the site's
///         masks: [[[0.1, 0.2], [0.3, 0.2], [0.3, 0.5]]]   # optional, polygons of [x, y]
///         rate_limit: {per_second: 5, burst: 20}      # optional
///         synthetic: true                             # optional: no device, sends the daily synthetic event
/// ```
///
/// A camera, site or group with a mistake is refused alone: see [#read].
public final class SitesFile {

    private static final ValueParser<String> ID = ValueParser.matching(
            Pattern.compile("[a-z0-9][a-z0-9-]{0,62}"),
            "1 to 63 small letters, digits and hyphens, not a hyphen first");

    /// The strengths of the veil. This module does not depend on `veil`.
    private static final ValueParser<String> VEIL =
            ValueParser.oneOf(Map.of("light", "light", "standard", "standard", "heavy", "heavy"));

    private static final int MIN_HASH_KEY_BYTES = 32;
    private static final int MAX_HASH_KEY_BYTES = 1024;

    private final Optional<Sites> before;
    private final Map<String, Optional<SiteGroup>> groups = new HashMap<>();
    private final ElementIds groupIds = new ElementIds("group", "id");
    private final ElementIds siteIds = new ElementIds("site", "id");
    private final ElementIds cameraIds = new ElementIds("camera", "id");
    private final List<Camera> cameras = new ArrayList<>();

    /// Cameras of sites whose list of cameras cannot be read. A camera that another site now lists is in [#cameras],
    /// too.
    private final List<Camera> kept = new ArrayList<>();

    private SitesFile(Optional<Sites> before) {
        this.before = before;
    }

    /// Reads a file's text with references to this process's environment and files. Any problem refuses the file.
    ///
    /// @throws InvalidDocument with all problems
    public static Sites parse(String text) throws InvalidDocument {
        return parse(text, SecretReferences.ofProcess());
    }

    /// Reads a file's text. Any problem refuses the file.
    ///
    /// @throws InvalidDocument with all problems
    public static Sites parse(String text, SecretReferences references) throws InvalidDocument {
        return YamlDocument.read(text, references, new SitesFile(Optional.empty())::top);
    }

    /// Reads a file's text, and refuses invalid cameras, sites and groups alone. An invalid entry keeps its previous
    /// content, or is left out if it is new: a mistake must not stop the events of any camera. The cameras of an
    /// invalid site are still read. A site whose group is left out is in no group.
    ///
    /// @param before the value in use until now
    /// @throws InvalidDocument if the text is no sites file, or has no valid site
    public static PartialDocument<Sites> read(String text, Optional<Sites> before) throws InvalidDocument {
        return read(text, SecretReferences.ofProcess(), before);
    }

    static PartialDocument<Sites> read(String text, SecretReferences references, Optional<Sites> before)
            throws InvalidDocument {
        return YamlDocument.readElements(text, references, new SitesFile(before)::top);
    }

    private Optional<Sites> top(YamlMapping yaml) {
        groupIds.note(yaml.node("groups"));
        siteIds.note(yaml.node("sites"));
        cameraIds.noteIn(yaml.node("sites"), "cameras");
        // Groups first: sites refer to them.
        var _ = yaml.elements("groups", this::group);
        var sites = yaml.requiredElements("sites", this::site);
        return yaml.build(() -> new Sites(
                sites.get(), Stream.concat(cameras.stream(), kept.stream()).toList()));
    }

    private Optional<SiteGroup> group(YamlNode node) {
        Optional<String> written = groupIds.of(node);
        Optional<SiteGroup> read = node.mapping().flatMap(yaml -> {
            var id = yaml.required("id", groupIds.unique(ID));
            var key = yaml.required("hash_key", SitesFile::hashKey);
            return yaml.build(() -> new SiteGroup(id.get(), key.get()));
        });
        Optional<SiteGroup> group = read.or(() -> before.flatMap(sites -> written.flatMap(sites::group)));
        written.ifPresent(id -> groups.put(id, group));
        return group;
    }

    private Optional<Site> site(YamlNode node) {
        return node.mapping().flatMap(yaml -> {
            var id = yaml.required("id", siteIds.unique(ID));
            var zone = yaml.required("time_zone", ValueParser.timeZone());
            var key = yaml.required("hash_key", SitesFile::hashKey);
            var group = yaml.optional("group", this::knownGroup);
            var veil = yaml.optional("veil", VEIL);
            var duplicates = yaml.optionalMapping("duplicates", SitesFile::duplicates);
            var members = yaml.elements("cameras", this::camera);
            Optional<Site> read = yaml.build(() -> new Site(
                    id.get(),
                    zone.get(),
                    key.get(),
                    group.get().flatMap(known -> known),
                    veil.get(),
                    duplicates.get().orElse(DuplicateSettings.USUAL)));
            Optional<Site> site =
                    read.or(() -> before.flatMap(sites -> siteIds.of(node).flatMap(sites::site)));
            site.ifPresent(found -> {
                members.or(List.of()).forEach(member -> cameras.add(member.apply(found)));
                if (!members.present()) {
                    camerasBefore(found).forEach(kept::add);
                }
            });
            return site;
        });
    }

    private Stream<Camera> camerasBefore(Site site) {
        return before.stream()
                .flatMap(sites -> sites.cameras().stream())
                .filter(camera -> camera.site().id().equals(site.id()));
    }

    private static Optional<DuplicateSettings> duplicates(YamlMapping yaml) {
        var window = yaml.optional("window", ValueParser.duration(Duration.ZERO, DuplicateSettings.MAX_WINDOW));
        var distance = yaml.optional("distance", ValueParser.integer(0, DuplicateSettings.MAX_DISTANCE));
        return yaml.build(() -> new DuplicateSettings(window.get(), distance.get()));
    }

    /// A camera without its site, which is made after its cameras have been read.
    private Optional<Function<Site, Camera>> camera(YamlNode node) {
        return readCamera(node)
                .or(() -> before.flatMap(sites -> cameraIds.of(node).flatMap(sites::camera))
                        .map(camera -> camera::at));
    }

    private Optional<Function<Site, Camera>> readCamera(YamlNode node) {
        return node.mapping().flatMap(yaml -> {
            var id = yaml.required("id", cameraIds.unique(ID));
            var scheme = yaml.required("scheme", ValueParser.oneOf(SignatureScheme.BY_NAME));
            ValueParser<Secret> key = scheme.present() ? scheme.get()::key : Secret::of;
            var secrets = yaml.requiredList("secrets", item -> secret(item, key));
            if (secrets.present() && secrets.get().size() > SignatureVerifier.MAX_SECRETS) {
                yaml.problem("secrets", "must be no more than " + SignatureVerifier.MAX_SECRETS);
            }
            var allow = yaml.list("allow", item -> item.scalar(AddressRange::parse));
            var veil = yaml.optional("veil", VEIL);
            var masks = yaml.list("masks", SitesFile::polygon);
            var rate = yaml.optionalMapping("rate_limit", SitesFile::rateLimit);
            var synthetic = yaml.optional("synthetic", false, ValueParser.bool());
            return yaml.build(() -> site -> new Camera(
                    id.get(),
                    site,
                    scheme.get(),
                    secrets.get(),
                    allow.get(),
                    new VeilSettings(veil.get(), masks.get()),
                    rate.get(),
                    synthetic.get()));
        });
    }

    private static Optional<CameraSecret> secret(YamlNode node, ValueParser<Secret> key) {
        if (!node.isMapping()) {
            return node.scalar(key).map(secret -> new CameraSecret(secret, Optional.empty()));
        }
        return node.mapping().flatMap(yaml -> {
            var secret = yaml.required("secret", key);
            var notAfter = yaml.optional("not_after", SitesFile::time);
            return yaml.build(() -> new CameraSecret(secret.get(), notAfter.get()));
        });
    }

    /// A list of at least three corners, each `[x, y]`.
    private static Optional<VeilSettings.Polygon> polygon(YamlNode node) {
        var corners = node.list(SitesFile::corner);
        if (corners.isPresent() && (corners.get().size() < 3 || corners.get().size() > VeilSettings.MAX_CORNERS)) {
            node.problem("must have 3 to " + VeilSettings.MAX_CORNERS + " corners");
            return Optional.empty();
        }
        return corners.map(VeilSettings.Polygon::new);
    }

    private static Optional<VeilSettings.Corner> corner(YamlNode node) {
        var shares = node.list(share -> share.scalar(ValueParser.number(0, 1)));
        if (shares.isPresent() && shares.get().size() != 2) {
            node.problem("must be two numbers, [x, y]");
            return Optional.empty();
        }
        return shares.map(pair -> new VeilSettings.Corner(pair.getFirst(), pair.getLast()));
    }

    private static Optional<RateLimit> rateLimit(YamlMapping yaml) {
        var perSecond = yaml.required("per_second", ValueParser.number(0.001, 10_000));
        var burst = yaml.optional("burst", 10, ValueParser.integer(1, 100_000));
        return yaml.build(() -> new RateLimit(perSecond.get(), burst.get()));
    }

    private static Secret hashKey(String text) throws InvalidValue {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length >= MIN_HASH_KEY_BYTES && key.length <= MAX_HASH_KEY_BYTES) {
                return Secret.of(key);
            }
        } catch (IllegalArgumentException e) {
            // Reported below, without the text.
        }
        throw new InvalidValue("must be base64 of at least " + MIN_HASH_KEY_BYTES + " bytes");
    }

    private static Instant time(String text) throws InvalidValue {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidValue("must be a time in UTC such as 2026-02-01T00:00:00Z");
        }
    }

    /// Empty for a group that is invalid itself: that problem is reported there.
    private Optional<SiteGroup> knownGroup(String id) throws InvalidValue {
        var group = groups.get(id);
        if (group == null) {
            throw new InvalidValue("must be the id of one of the groups");
        }
        return group;
    }
}
