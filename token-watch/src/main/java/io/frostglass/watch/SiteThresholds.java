package io.frostglass.watch;

import static io.frostglass.settings.ValueParser.duration;
import static io.frostglass.settings.ValueParser.integer;
import static io.frostglass.settings.ValueParser.number;

import io.frostglass.sanitized.FindingKind;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.PartialDocument;
import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlDocument;
import io.frostglass.settings.YamlMapping;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The content of the thresholds file, `watch.yaml`, which the module's README describes.
///
/// @param standard for every site without its own
/// @param sites by site id; `all` is for entries without a site
record SiteThresholds(Thresholds standard, Map<String, Thresholds> sites) {

    /// Without a file.
    static final SiteThresholds STANDARD = new SiteThresholds(Thresholds.STANDARD, Map.of());

    private static final int MAX = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(60);
    private static final Map<String, FindingKind> KINDS =
            Arrays.stream(FindingKind.values()).collect(Collectors.toUnmodifiableMap(FindingKind::name, kind -> kind));

    SiteThresholds {
        sites = Map.copyOf(sites);
    }

    Thresholds of(WatchSubject subject) {
        return sites.getOrDefault(subject.name(), standard);
    }

    /// Reads the valid elements of a file. An element with a fault keeps its earlier value; a new site gets the
    /// defaults.
    ///
    /// @param before the content in use so far
    /// @throws InvalidDocument if it is no thresholds file at all
    static PartialDocument<SiteThresholds> read(String text, Optional<SiteThresholds> before) throws InvalidDocument {
        return YamlDocument.readElements(
                text, SecretReferences.ofProcess(), yaml -> file(yaml, before.orElse(STANDARD)));
    }

    private static Optional<SiteThresholds> file(YamlMapping yaml, SiteThresholds before) {
        Thresholds standard = yaml.node("defaults").isEmpty()
                ? Thresholds.STANDARD
                : yaml.element("defaults", all -> thresholds(all, Thresholds.STANDARD))
                        .orElse(before.standard());
        var sites = yaml.optionalMapping(
                "sites",
                all -> Optional.of(all.named(
                        (_, values) -> values.mapping().flatMap(own -> thresholds(own, standard)),
                        site -> Optional.ofNullable(before.sites().get(site)))));
        return yaml.build(() -> new SiteThresholds(standard, sites.get().orElse(Map.of())));
    }

    private static Optional<Thresholds> thresholds(YamlMapping yaml, Thresholds otherwise) {
        var refusals = yaml.optional("refusals", otherwise.refusals(), integer(0, MAX));
        var revocations = yaml.optional("revocations", otherwise.revocations(), integer(0, MAX));
        var unmatched = yaml.optional("unmatched", otherwise.unmatched(), integer(0, MAX));
        var cameraRate = yaml.optional("camera_rate", otherwise.cameraRate(), integer(1, MAX));
        var burstFactor = yaml.optional("burst_factor", otherwise.burstFactor(), number(1, 1000));
        var burstMin = yaml.optional("burst_min", otherwise.burstMin(), integer(1, MAX));
        var burstPatience = yaml.optional("burst_patience", otherwise.burstPatience(), time());
        var burstLearning = yaml.optional("burst_learning", otherwise.burstLearning(), time());
        var dropPatience = yaml.optional("drop_patience", otherwise.dropPatience(), time());
        var dropFactor = yaml.optional("drop_factor", otherwise.dropFactor(), number(1, 1000));
        var dropMissed = yaml.optional("drop_missed", otherwise.dropMissed(), integer(1, MAX));
        var dropLearning = yaml.optional("drop_learning", otherwise.dropLearning(), time());
        var unusedShare = yaml.optional("unused_share", otherwise.unusedShare(), number(0, 1));
        var unusedExpected = yaml.optional("unused_expected", otherwise.unusedExpected(), integer(1, MAX));
        var muted = yaml.list("mute", node -> node.scalar(ValueParser.oneOf(KINDS)));
        return yaml.build(() -> new Thresholds(
                refusals.get(),
                revocations.get(),
                unmatched.get(),
                cameraRate.get(),
                burstFactor.get(),
                burstMin.get(),
                burstPatience.get(),
                burstLearning.get(),
                dropPatience.get(),
                dropFactor.get(),
                dropMissed.get(),
                dropLearning.get(),
                unusedShare.get(),
                unusedExpected.get(),
                muted.get().isEmpty() ? otherwise.muted() : Set.copyOf(muted.get())));
    }

    private static ValueParser<Duration> time() {
        return duration(CountWindow.LENGTH, LONGEST);
    }
}
