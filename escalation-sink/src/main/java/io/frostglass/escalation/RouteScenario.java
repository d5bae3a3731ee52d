package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.alerts.Severity;
import io.frostglass.escalation.routes.AlertMatcher;
import io.frostglass.escalation.routes.RoutesFile;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.SettingField;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlDocument;
import io.frostglass.settings.YamlMapping;
import io.frostglass.settings.YamlNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A test of a routes file: what happens when, and what is to be sent. docs/escalation/routes-file.md describes its
/// form.
///
/// @param table the routes of this scenario; empty: those of the file that is tested
/// @param start when it begins
/// @param steps in the order of their times
/// @param expected what is to be sent, one line each, in order
record RouteScenario(
        String name, Optional<RoutingTable> table, Instant start, List<Step> steps, List<String> expected) {

    private static final Instant START = Instant.parse("2026-01-18T12:00:00Z");
    private static final Duration LONGEST = Duration.ofDays(60);
    private static final Pattern TIME = Pattern.compile("(?:\\d{1,9}(?:ms|s|m|h|d))+");
    private static final Pattern TIME_PART = Pattern.compile("\\d+(?:ms|[smhd])");
    private static final int MAX_TIMES = 20_000;

    private static final Map<String, Severity> SEVERITIES =
            Arrays.stream(Severity.values()).collect(Collectors.toUnmodifiableMap(Severity::name, level -> level));

    private static final Map<String, ReceiverState> RECEIVER_STATES =
            Map.of("up", ReceiverState.UP, "down", ReceiverState.DOWN, "refusing", ReceiverState.REFUSING);

    /// Something that happens.
    ///
    /// @param at the time since the start
    record Step(Duration at, Happening happening) {}

    /// What happens.
    sealed interface Happening {

        /// A rule raises an alert. Its `raised_at` is the time of the step.
        ///
        /// @param seenBefore how long before the step the camera saw it
        record Alert(Escalation alert, Duration seenBefore) implements Happening {}

        /// An agent adds its words to an event, after its alert.
        record AgentWords(String eventId, Severity severity, String words) implements Happening {}

        /// An agent dismisses an event, after its alert.
        record Dismissal(String eventId) implements Happening {}

        /// A picture repeats that of an event.
        record Repetition(String eventId) implements Happening {}

        /// Somebody acts on the incident that was opened as the n-th, from 1.
        record Action(IncidentActionKind action, int incident) implements Happening {}

        record SilenceBegins(List<AlertMatcher> matchers, Duration length) implements Happening {}

        record SilencesEnd() implements Happening {}

        /// From now on the receivers take pages, are down, or refuse them. Those that waited are taken or refused, too.
        record Reception(ReceiverState state) implements Happening {}

        /// The file changes.
        record NewRoutes(RoutingTable table) implements Happening {}

        /// The application stops, and another instance takes its state over.
        record Restart() implements Happening {}

        /// Time passes.
        record Nothing() implements Happening {}
    }

    /// What receivers do with pages.
    enum ReceiverState {
        UP,
        DOWN,
        REFUSING
    }

    /// Reads a file with scenarios.
    ///
    /// @throws InvalidDocument with all problems
    static List<RouteScenario> read(String text) throws InvalidDocument {
        return YamlDocument.read(text, SecretReferences.ofProcess(), yaml -> {
            SettingField<List<RouteScenario>> scenarios = yaml.requiredList("scenarios", RouteScenario::scenario);
            return yaml.build(scenarios::get);
        });
    }

    /// Reads the alert of a file of its own, in the form of a scenario's.
    ///
    /// @throws InvalidDocument with all problems
    static Escalation alert(String text) throws InvalidDocument {
        return YamlDocument.read(
                text, SecretReferences.ofProcess(), yaml -> alert(yaml).map(it -> ((Happening.Alert) it).alert()));
    }

    private static Optional<RouteScenario> scenario(YamlNode node) {
        return node.mapping().flatMap(yaml -> {
            var name = yaml.required("name", ValueParser.text(200));
            var table = yaml.optionalMapping("routes", RoutesFile::table);
            var start = yaml.optional("start", START, RouteScenario::instant);
            var steps = yaml.requiredList("timeline", RouteScenario::steps);
            var expected = yaml.list("expect", line -> line.scalar(ValueParser.text(200)));
            return yaml.build(() -> new RouteScenario(
                    name.get(),
                    table.get(),
                    start.get(),
                    steps.get().stream()
                            .flatMap(List::stream)
                            .sorted(Comparator.comparing(Step::at))
                            .toList(),
                    expected.get()));
        });
    }

    private static Instant instant(String text) throws InvalidValue {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidValue("must be a time such as 2026-01-18T22:00:00Z");
        }
    }

    /// An entry of the timeline: one step, or several with `times` and `every`.
    private static Optional<List<Step>> steps(YamlNode node) {
        return node.mapping().flatMap(yaml -> {
            var at = yaml.required("at", RouteScenario::duration);
            var times = yaml.optional("times", 1, ValueParser.integer(1, MAX_TIMES));
            var every = yaml.optional("every", Duration.ZERO, RouteScenario::duration);
            Optional<SettingField<Happening>> happening = happening(yaml);
            if (happening.isEmpty()) {
                yaml.problem(
                        "must have one of alert, repeat, agent, dismiss, acknowledge, unacknowledge, resolve, silence,"
                                + " unsilence, receivers, routes, restart, nothing");
                return Optional.empty();
            }
            return yaml.build(() -> {
                var steps = new ArrayList<Step>();
                for (int i = 0; i < times.get(); i++) {
                    steps.add(new Step(
                            at.get().plus(every.get().multipliedBy(i)),
                            happening.get().get()));
                }
                return steps;
            });
        });
    }

    private static Optional<SettingField<Happening>> happening(YamlMapping yaml) {
        return List.of(
                        "alert",
                        "repeat",
                        "agent",
                        "dismiss",
                        "acknowledge",
                        "unacknowledge",
                        "resolve",
                        "silence",
                        "unsilence",
                        "receivers",
                        "routes",
                        "restart",
                        "nothing")
                .stream()
                .filter(key -> yaml.node(key).isPresent())
                .findFirst()
                .map(key -> switch (key) {
                    case "alert" -> yaml.mapping(key, RouteScenario::alert);
                    case "agent" -> yaml.mapping(key, RouteScenario::words);
                    case "repeat" ->
                        yaml.required(key, ValueParser.text(40)).map(id -> new Happening.Repetition(eventId(id)));
                    case "dismiss" ->
                        yaml.required(key, ValueParser.text(40)).map(id -> new Happening.Dismissal(eventId(id)));
                    case "acknowledge", "unacknowledge", "resolve" ->
                        yaml.required(key, ValueParser.integer(1, MAX_TIMES))
                                .map(number -> new Happening.Action(IncidentActionKind.valueOf(key), number));
                    case "silence" -> yaml.mapping(key, RouteScenario::silence);
                    case "receivers" ->
                        yaml.required(key, ValueParser.oneOf(RECEIVER_STATES)).map(Happening.Reception::new);
                    case "routes" -> yaml.mapping(key, RoutesFile::table).map(Happening.NewRoutes::new);
                    case "unsilence" -> yaml.required(key, ValueParser.bool()).map(_ -> new Happening.SilencesEnd());
                    case "restart" -> yaml.required(key, ValueParser.bool()).map(_ -> new Happening.Restart());
                    default -> yaml.required(key, ValueParser.bool()).map(_ -> new Happening.Nothing());
                });
    }

    private static Optional<Happening> alert(YamlMapping yaml) {
        var event = yaml.optional("event", ValueParser.text(40));
        var site = yaml.optional("site", "site-1", ValueParser.text(128));
        var camera = yaml.optional("camera", "cam-1", ValueParser.text(128));
        var rule = yaml.optional("rule", "motion", ValueParser.text(63));
        var severity = yaml.optional("severity", Severity.warning, ValueParser.oneOf(SEVERITIES));
        var labels = yaml.list("labels", label -> label.scalar(ValueParser.text(40)));
        var confidence = yaml.optional("confidence", ValueParser.number(0, 1));
        var figures = yaml.optional("figures", ValueParser.integer(0, 64));
        var pattern = yaml.optional("known_pattern", ValueParser.oneOf(Map.of("safe", "safe", "unsafe", "unsafe")));
        var receivers = yaml.list("receivers", receiver -> receiver.scalar(ValueParser.text(63)));
        var seenBefore = yaml.optional("seen_before", Duration.ZERO, RouteScenario::duration);
        return yaml.build(() -> new Happening.Alert(
                Escalation.newBuilder()
                        .setAlertId("")
                        .setEventId(event.get().map(RouteScenario::eventId).orElse(""))
                        .setSiteId(site.get())
                        .setCameraId(camera.get())
                        .setTimestamp(Instant.EPOCH)
                        .setRaisedAt(Instant.EPOCH)
                        .setSeverity(severity.get())
                        .setRule(rule.get())
                        .setSummary("Motion at " + site.get() + ", camera " + camera.get())
                        .setReceivers(receivers.get().isEmpty() ? List.of("pager") : receivers.get())
                        .setLabels(labels.get())
                        .setMotionConfidence(confidence.get().orElse(null))
                        .setFigures(figures.get().orElse(null))
                        .setKnownPattern(pattern.get().orElse(null))
                        .build(),
                seenBefore.get()));
    }

    private static Optional<Happening> words(YamlMapping yaml) {
        var event = yaml.required("event", ValueParser.text(40));
        var severity = yaml.optional("severity", Severity.warning, ValueParser.oneOf(SEVERITIES));
        var words = yaml.optional("words", "seen", ValueParser.text(200));
        return yaml.build(() -> new Happening.AgentWords(eventId(event.get()), severity.get(), words.get()));
    }

    private static Optional<Happening> silence(YamlMapping yaml) {
        var matchers = yaml.requiredList("matchers", matcher -> matcher.scalar(AlertMatcher::parse));
        var length = yaml.required("for", RouteScenario::duration);
        return yaml.build(() -> new Happening.SilenceBegins(matchers.get(), length.get()));
    }

    private static String eventId(String name) {
        return "evt-" + name;
    }

    /// A time such as `90s` or `1h30m`.
    private static Duration duration(String text) throws InvalidValue {
        if (!TIME.matcher(text).matches()) {
            throw new InvalidValue("must be a time such as 90s or 1h30m");
        }
        var parts = TIME_PART.matcher(text);
        Duration sum = Duration.ZERO;
        while (parts.find()) {
            sum = sum.plus(ValueParser.duration(Duration.ZERO, LONGEST).parse(parts.group()));
        }
        return sum;
    }
}
