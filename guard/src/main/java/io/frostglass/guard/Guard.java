package io.frostglass.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks an agent's own words before they go to people and to other agents.
///
/// ```
/// text → disguise → event → secret → network → encoded → markup → position → path → instruction → personal
/// ```
/// The first check that finds something is the last that runs, and the last in the report. A check that throws has
/// found something.
public final class Guard {

    /// The finding of a check that threw.
    private static final String FAILED = "failed";

    private final List<GuardCheck> checks;

    Guard(List<GuardCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    /// With all checks of this package.
    ///
    /// @param knownIds where each camera is
    public static Guard ofAllChecks(KnownIds knownIds) {
        return new Guard(List.of(
                new DisguiseCheck(),
                new EventCheck(knownIds),
                PatternSet.read("secret"),
                new NetworkCheck(),
                PatternSet.read("encoded"),
                PatternSet.read("markup"),
                PatternSet.read("position"),
                PatternSet.read("path"),
                PatternSet.read("instruction"),
                new PersonalDataCheck()));
    }

    /// With the checks for what must not leave the network, whoever wrote it: disguises, secrets, hosts, encoded bytes,
    /// markup, positions, paths and data of persons.
    public static Guard ofLeaks() {
        return new Guard(List.of(
                new DisguiseCheck(),
                PatternSet.read("secret"),
                new NetworkCheck(),
                PatternSet.read("encoded"),
                PatternSet.read("markup"),
                PatternSet.read("position"),
                PatternSet.read("path"),
                new PersonalDataCheck()));
    }

    /// The names of its checks, in order.
    List<String> checks() {
        return checks.stream().map(GuardCheck::name).toList();
    }

    /// Looks at a text about an event.
    ///
    /// @param eventReference its event
    public GuardReport check(String text, EventReference eventReference) {
        var guardedText = GuardedText.of(text, eventReference);
        var codes = new ArrayList<String>();
        for (GuardCheck guardCheck : checks) {
            Optional<String> kind = find(guardCheck, guardedText);
            codes.add(guardCheck.name() + (kind.isPresent() ? ":blocked" : ":passed"));
            if (kind.isPresent()) {
                return new GuardReport(codes, Optional.of(new GuardReport.GuardFinding(guardCheck.name(), kind.get())));
            }
        }
        return new GuardReport(codes, Optional.empty());
    }

    private static Optional<String> find(GuardCheck guardCheck, GuardedText guardedText) {
        try {
            return guardCheck.find(guardedText);
        } catch (RuntimeException | StackOverflowError e) {
            // Its message may repeat the text.
            return Optional.of(FAILED);
        }
    }

    /// The known ids of cameras and sites.
    @FunctionalInterface
    public interface KnownIds {

        /// The site of an id; empty if the id is not known.
        ///
        /// @param id in small letters
        Optional<String> siteOf(String id);
    }

    /// The guard's report on a text.
    ///
    /// @param codes the checks that ran, each with its result: `network:passed`, `personal:blocked`
    /// @param found why the text may not go on; empty if it may
    public record GuardReport(List<String> codes, Optional<GuardFinding> found) {

        public GuardReport {
            codes = List.copyOf(codes);
        }

        /// A finding of a check. It never holds the text.
        ///
        /// @param kind a word of the check's own list
        public record GuardFinding(String check, String kind) {}
    }

    /// The event of a text, whose ids the text may have.
    public record EventReference(String eventId, String siteId, String cameraId) {

        /// For texts without an event.
        static final EventReference NOTHING = new EventReference("", "", "");
    }
}
