package io.frostglass.escalation.routes;

import io.frostglass.alerts.Severity;
import io.frostglass.escalation.routes.Route.Level;
import io.frostglass.escalation.routes.Route.Policy;
import io.frostglass.escalation.routes.Route.Timing;
import io.frostglass.escalation.routes.SceneMap.SiteCamera;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.SettingField;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlDocument;
import io.frostglass.settings.YamlMapping;
import io.frostglass.settings.YamlNode;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads `routes.yaml`; docs/escalation/routes-file.md describes it. Any problem refuses the whole file: a route that
/// is left out would change where the alerts of other routes go.
public final class RoutesFile {

    private static final ValueParser<String> NAME = ValueParser.matching(
            Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}"),
            "a name of 1 to 63 small letters, digits, dots, dashes and underscores");
    private static final ValueParser<String> ID = ValueParser.text(128);
    private static final Map<String, AlertAttribute> ATTRIBUTES = Arrays.stream(AlertAttribute.values())
            .collect(Collectors.toUnmodifiableMap(AlertAttribute::code, attribute -> attribute));

    private static final Map<String, Severity> SEVERITIES =
            Arrays.stream(Severity.values()).collect(Collectors.toUnmodifiableMap(Severity::name, level -> level));

    /// As in Alertmanager: each alert is an incident of its own.
    private static final String EACH = "...";

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int MAX_COUNT = 100; // as many as an incident remembers

    /// What the root has where the file says nothing.
    private static final Route DEFAULTS = new Route(
            "",
            List.of(),
            single(List.of()),
            List.of(AlertAttribute.SITE, AlertAttribute.SCENE),
            Timing.DEFAULT,
            List.of(),
            List.of(),
            false,
            List.of());

    private final Map<String, TimeInterval> intervals = new HashMap<>();
    private final Map<String, Policy> policies = new LinkedHashMap<>();
    private final Set<String> routeIds = new HashSet<>();
    private final Set<String> heartbeatSites = new HashSet<>();

    private RoutesFile() {}

    /// What holds without a file, for incidents from a time with one: they are still resolved.
    public static RoutingTable none() {
        return new RoutingTable(DEFAULTS, Map.of(), List.of(), SceneMap.NONE, List.of());
    }

    /// Reads the text of a file.
    ///
    /// @throws InvalidDocument with all problems
    public static RoutingTable read(String text) throws InvalidDocument {
        return YamlDocument.read(text, SecretReferences.ofProcess(), RoutesFile::table);
    }

    /// Reads a file's content that is part of another document.
    public static Optional<RoutingTable> table(YamlMapping yaml) {
        return new RoutesFile().content(yaml);
    }

    private Optional<RoutingTable> content(YamlMapping yaml) {
        // In this order: routes name policies, and both name intervals.
        yaml.list("time_intervals", this::interval);
        yaml.list("policies", this::policy);
        SettingField<List<Map.Entry<String, List<SiteCamera>>>> scenes = yaml.list("scenes", RoutesFile::scene);
        SettingField<List<InhibitRule>> inhibitRules = yaml.list("inhibit_rules", RoutesFile::inhibitRule);
        SettingField<Route> root = yaml.mapping("route", node -> route(node, DEFAULTS));
        SettingField<List<List<Heartbeat>>> heartbeats = yaml.list("heartbeats", this::heartbeats);
        Optional<RoutingTable> table = yaml.build(() -> new RoutingTable(
                root.get(),
                Map.copyOf(intervals),
                inhibitRules.get(),
                sceneMap(scenes.get()),
                heartbeats.get().stream().flatMap(List::stream).toList()));
        table.ifPresent(it -> it.heartbeats().stream()
                .filter(heartbeat -> heartbeat.receivers(it).isEmpty())
                .findFirst()
                .ifPresent(heartbeat -> yaml.problem(
                        "heartbeats",
                        "must name receivers for " + heartbeat.siteId()
                                + ", as the route leaves them to the rule of the alert")));
        return table;
    }

    /// An entry of `heartbeats`: one for each of its sites.
    private Optional<List<Heartbeat>> heartbeats(YamlNode node) {
        return node.mapping().flatMap(yaml -> {
            var sites = yaml.requiredList("sites", site -> site.scalar(uniqueSite()));
            var at = yaml.required("at", IntervalParsers::time);
            var location = yaml.required("location", ValueParser.timeZone());
            var severity = yaml.optional("severity", Severity.critical, ValueParser.oneOf(SEVERITIES));
            var camera = yaml.optional("camera", Heartbeat.ANY_CAMERA, ID);
            var labels = yaml.list("labels", label -> label.scalar(ID));
            var receivers = yaml.list("receivers", receiver -> receiver.scalar(NAME));
            return yaml.build(() -> sites.get().stream()
                    .map(site -> new Heartbeat(
                            Heartbeat.alert(site, camera.get(), severity.get(), labels.get(), receivers.get()),
                            at.get(),
                            location.get()))
                    .toList());
        });
    }

    private ValueParser<String> uniqueSite() {
        return text -> {
            String site = ID.parse(text);
            if (!heartbeatSites.add(site)) {
                throw new InvalidValue("must be unique: the site has a heartbeat already");
            }
            return site;
        };
    }

    private static SceneMap sceneMap(List<Map.Entry<String, List<SiteCamera>>> scenes) {
        var map = new HashMap<SiteCamera, String>();
        scenes.forEach(scene -> scene.getValue().forEach(camera -> map.put(camera, scene.getKey())));
        return new SceneMap(Map.copyOf(map));
    }

    private static Optional<Map.Entry<String, List<SiteCamera>>> scene(YamlNode node) {
        return node.mapping().flatMap(yaml -> {
            var name = yaml.required("name", NAME);
            var site = yaml.required("site", ID);
            var cameras = yaml.requiredList("cameras", camera -> camera.scalar(ID));
            return yaml.build(() -> Map.entry(
                    name.get(),
                    cameras.get().stream()
                            .map(camera -> new SiteCamera(site.get(), camera))
                            .toList()));
        });
    }

    private static Optional<InhibitRule> inhibitRule(YamlNode node) {
        return node.mapping().flatMap(yaml -> {
            var source = yaml.requiredList("source_matchers", matcher -> matcher.scalar(AlertMatcher::parse));
            var target = yaml.requiredList("target_matchers", matcher -> matcher.scalar(AlertMatcher::parse));
            var equal = yaml.list("equal", attribute -> attribute.scalar(ValueParser.oneOf(ATTRIBUTES)));
            return yaml.build(() -> new InhibitRule(source.get(), target.get(), equal.get()));
        });
    }

    private Optional<Policy> policy(YamlNode node) {
        return node.mapping().flatMap(yaml -> {
            var name = yaml.required("name", unique(NAME, policies.keySet(), "policy"));
            var levels = yaml.requiredList("levels", this::level);
            Optional<Policy> policy = yaml.build(() -> new Policy(levels.get()));
            // A policy with problems counts as known: they are reported once.
            if (name.present()) {
                policies.put(name.get(), policy.orElse(new Policy(List.of())));
            }
            return policy;
        });
    }

    private Optional<Level> level(YamlNode node) {
        return node.mapping().flatMap(yaml -> {
            var receivers = yaml.requiredList("receivers", receiver -> receiver.scalar(NAME));
            var wait = yaml.optional("wait", Duration.ofMinutes(5), duration(SHORTEST));
            var active = yaml.list("active_time_intervals", this::intervalName);
            return yaml.build(() -> new Level(receivers.get(), wait.get(), active.get()));
        });
    }

    /// @param parent [#DEFAULTS] for the root
    private Optional<Route> route(YamlMapping yaml, Route parent) {
        var matchers = yaml.list("matchers", matcher -> matcher.scalar(AlertMatcher::parse));
        boolean root = parent.id().isEmpty();
        Optional<SettingField<Policy>> policy = policy(yaml);
        Optional<SettingField<List<AlertAttribute>>> groupBy =
                yaml.node("group_by").isPresent() ? Optional.of(groupBy(yaml)) : Optional.empty();
        Timing timing = timing(yaml, parent.timing());
        var muted = yaml.list("mute_time_intervals", this::intervalName);
        var active = yaml.list("active_time_intervals", this::intervalName);
        var goesOn = yaml.optional("continue", false, ValueParser.bool());
        if (root && yaml.node("matchers").isPresent()) {
            yaml.problem("matchers", "must not be there: the root matches every alert");
        }
        if (root && yaml.node("continue").isPresent()) {
            yaml.problem("continue", "must not be there: the root has no siblings");
        }
        String id = (root ? "" : parent.id() + "/")
                + matchers.or(List.of()).stream()
                        .map(AlertMatcher::text)
                        .sorted()
                        .collect(Collectors.joining(",", "{", "}"));
        if (!routeIds.add(id)) {
            yaml.problem("has the same matchers as an earlier route beside it");
        }
        // Children inherit from this, right or wrong: their own problems are reported, too.
        var self = new Route(
                id,
                matchers.or(List.of()),
                policy.map(it -> it.or(new Policy(List.of()))).orElse(parent.policy()),
                groupBy.map(it -> it.or(List.of())).orElse(parent.groupBy()),
                timing,
                yaml.node("mute_time_intervals").isPresent() ? muted.or(List.of()) : parent.mutedIn(),
                yaml.node("active_time_intervals").isPresent() ? active.or(List.of()) : parent.activeIn(),
                goesOn.or(false),
                List.of());
        var routes = yaml.list("routes", child -> child.mapping().flatMap(it -> route(it, self)));
        return yaml.build(() -> new Route(
                self.id(),
                self.matchers(),
                self.policy(),
                self.groupBy(),
                self.timing(),
                self.mutedIn(),
                self.activeIn(),
                self.goesOn(),
                routes.get()));
    }

    /// `receiver`, `receivers` or `policy`; empty if the route has none of them.
    private Optional<SettingField<Policy>> policy(YamlMapping yaml) {
        List<String> keys = List.of("receiver", "receivers", "policy").stream()
                .filter(key -> yaml.node(key).isPresent())
                .toList();
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        if (keys.size() > 1) {
            yaml.problem("must have one of receiver, receivers and policy");
        }
        return Optional.of(
                switch (keys.getFirst()) {
                    case "receiver" -> yaml.required("receiver", NAME).map(name -> single(List.of(name)));
                    case "receivers" ->
                        yaml.requiredList("receivers", receiver -> receiver.scalar(NAME))
                                .map(RoutesFile::single);
                    default -> yaml.required("policy", ValueParser.oneOf(policies));
                });
    }

    private static Policy single(List<String> receivers) {
        return new Policy(List.of(new Level(receivers, LONGEST, List.of())));
    }

    private static SettingField<List<AlertAttribute>> groupBy(YamlMapping yaml) {
        Map<String, Optional<AlertAttribute>> words = new HashMap<>();
        ATTRIBUTES.forEach((code, attribute) -> words.put(code, Optional.of(attribute)));
        words.put(EACH, Optional.empty());
        SettingField<List<Optional<AlertAttribute>>> found =
                yaml.requiredList("group_by", word -> word.scalar(ValueParser.oneOf(words)));
        if (found.present() && found.get().size() > 1 && found.get().contains(Optional.<AlertAttribute>empty())) {
            yaml.problem("group_by", "must be attributes, or \"" + EACH + "\" alone");
        }
        return found.map(list -> list.stream().flatMap(Optional::stream).toList());
    }

    private static Timing timing(YamlMapping yaml, Timing before) {
        var groupWait = yaml.optional("group_wait", before.groupWait(), duration(Duration.ZERO));
        var groupInterval = yaml.optional("group_interval", before.groupInterval(), duration(SHORTEST));
        var repeatInterval = yaml.optional("repeat_interval", before.repeatInterval(), duration(SHORTEST));
        var resolveAfter = yaml.optional("resolve_after", before.resolveAfter(), duration(SHORTEST));
        var reopenWithin = yaml.optional("reopen_within", before.reopenWithin(), duration(Duration.ZERO));
        var maxAge = yaml.optional("max_age", before.maxAge(), duration(SHORTEST));
        var maxDelay = yaml.optional("max_delay", before.maxDelay(), duration(SHORTEST));
        var forCount = yaml.optional("for_count", before.forCount(), ValueParser.integer(1, MAX_COUNT));
        var within = yaml.optional("within", before.within(), duration(SHORTEST));
        return new Timing(
                groupWait.or(before.groupWait()),
                groupInterval.or(before.groupInterval()),
                repeatInterval.or(before.repeatInterval()),
                resolveAfter.or(before.resolveAfter()),
                reopenWithin.or(before.reopenWithin()),
                maxAge.or(before.maxAge()),
                maxDelay.or(before.maxDelay()),
                forCount.or(before.forCount()),
                within.or(before.within()));
    }

    private Optional<TimeInterval> interval(YamlNode node) {
        return node.mapping().flatMap(yaml -> {
            var name = yaml.required("name", unique(NAME, intervals.keySet(), "time interval"));
            var location = yaml.required("location", ValueParser.timeZone());
            var windows = yaml.list("times", IntervalParsers::window);
            var weekdays = yaml.list("weekdays", it -> it.scalar(IntervalParsers.weekdays()));
            var days = yaml.list("days_of_month", it -> it.scalar(IntervalParsers.daysOfMonth()));
            var months = yaml.list("months", it -> it.scalar(IntervalParsers.months()));
            var years = yaml.list("years", it -> it.scalar(IntervalParsers.years()));
            var dates = yaml.list("dates", it -> it.scalar(IntervalParsers.date()));
            Optional<TimeInterval> interval = yaml.build(() -> new TimeInterval(
                    name.get(),
                    location.get(),
                    windows.get().stream().flatMap(Optional::stream).toList(),
                    flat(weekdays.get()),
                    days.get(),
                    flat(months.get()),
                    years.get(),
                    Set.copyOf(dates.get())));
            if (name.present()) {
                interval.ifPresentOrElse(
                        it -> intervals.put(name.get(), it), () -> intervals.putIfAbsent(name.get(), NEVER));
            }
            return interval;
        });
    }

    /// In the place of an interval with problems: it counts as known, and the file is refused anyway.
    private static final TimeInterval NEVER = new TimeInterval(
            "never",
            ZoneOffset.UTC,
            List.of(),
            Set.of(),
            List.of(),
            Set.of(),
            List.of(new TimeInterval.IntRange(0, 0)),
            Set.of());

    private Optional<String> intervalName(YamlNode node) {
        return node.scalar(text -> {
            if (!intervals.containsKey(text)) {
                throw new InvalidValue("must be the name of one of the time intervals");
            }
            return text;
        });
    }

    private static <T> Set<T> flat(List<Set<T>> sets) {
        var all = new HashSet<T>();
        sets.forEach(all::addAll);
        return Set.copyOf(all);
    }

    private static ValueParser<String> unique(ValueParser<String> parser, Set<String> names, String what) {
        return text -> {
            String name = parser.parse(text);
            if (names.contains(name)) {
                throw new InvalidValue("must be unique: there is a " + what + " of that name");
            }
            return name;
        };
    }

    private static ValueParser<Duration> duration(Duration shortest) {
        return ValueParser.duration(shortest, LONGEST);
    }

    /// All receivers that the file names.
    ///
    /// @param table a file's content
    public static List<String> receivers(RoutingTable table) {
        var names = new ArrayList<String>();
        collect(table.root(), names);
        return names.stream().distinct().sorted().toList();
    }

    private static void collect(Route route, List<String> names) {
        route.policy().levels().forEach(level -> names.addAll(level.receivers()));
        route.routes().forEach(child -> collect(child, names));
    }
}
