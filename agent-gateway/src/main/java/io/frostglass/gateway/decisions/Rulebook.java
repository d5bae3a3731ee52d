package io.frostglass.gateway.decisions;

import io.frostglass.gateway.feed.EventIndex.Known;
import io.frostglass.gateway.guard.About;
import io.frostglass.gateway.guard.Guard;
import io.frostglass.gateway.guard.GuardReport;
import io.frostglass.gateway.limits.Gate;
import io.frostglass.gateway.templates.Rendering;
import io.frostglass.gateway.templates.Subject;
import io.frostglass.gateway.templates.TemplateUse;
import io.frostglass.gateway.templates.Templates;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What a decision must keep to, beside the token: the guard over its words, the templates, and the agent's limits.
///
/// @param templates as the templates file has them now
public record Rulebook(Guard guard, Supplier<Templates> templates, Gate gate) {

    /// A decision's words.
    sealed interface Wording {

        Traces traces();

        /// None were sent, or all that is wrong was taken out.
        ///
        /// @param checks those that ran, each with what it said; empty if there are no words
        record Fit(Optional<String> text, Optional<String> template, List<String> checks) implements Wording {
            @Override
            public Traces traces() {
                return new Traces(template, checks);
            }

            @Override
            public String toString() {
                return "Fit" + checks;
            }
        }

        /// They cannot be taken.
        record Unfit(Outcome.Unfit outcome, Traces traces) implements Wording {}
    }

    /// What may be told of a decision's words without them.
    ///
    /// @param template that made them, as `name@version`, if there is such a one
    /// @param checks those that ran, each with what it said
    record Traces(Optional<String> template, List<String> checks) {}

    private static final Wording SILENCE = new Wording.Fit(Optional.empty(), Optional.empty(), List.of());

    /// The words that may be stored. Free words and a template's go through the same guard.
    Wording wording(Attempt attempt, Known event) {
        Decision decision = attempt.decision();
        if (decision.template().isPresent()) {
            return filled(attempt, decision.template().get(), event);
        }
        return decision.summary()
                .map(text -> guarded(text, Optional.empty(), about(attempt, event)))
                .orElse(SILENCE);
    }

    private static About about(Attempt attempt, Known event) {
        return new About(attempt.eventId(), event.siteId(), event.cameraId());
    }

    /// Of words at which nobody has looked.
    ///
    /// @param event if it is known; else no site's pins count
    Traces traces(Attempt attempt, Optional<Known> event) {
        String siteId = event.map(Known::siteId).orElse("");
        return new Traces(
                attempt.decision().template().flatMap(use -> templates.get().known(use, siteId)), List.of());
    }

    private Wording filled(Attempt attempt, TemplateUse use, Known event) {
        var severity = Optional.ofNullable(attempt.decision().severityOrNull());
        var subject = new Subject(event.siteId(), event.cameraId(), event.at(), severity);
        return switch (templates.get().render(use, subject)) {
            case Rendering.Wrong(String field, String what) ->
                new Wording.Unfit(new Outcome.Unfit(field, what, "template"), traces(attempt, Optional.of(event)));
            case Rendering.Rendered(String text, String reference) ->
                guarded(text, Optional.of(reference), about(attempt, event));
        };
    }

    private Wording guarded(String text, Optional<String> template, About about) {
        GuardReport report = guard.check(text, about);
        return report.blocked()
                .<Wording>map(finding -> new Wording.Unfit(
                        new Outcome.Unfit(
                                "summary", "was refused by the check " + finding.check(), "guard_" + finding.check()),
                        new Traces(template, report.words())))
                .orElseGet(() -> new Wording.Fit(Optional.of(report.text()), template, report.words()));
    }
}
