package io.frostglass.gateway.decisions;

import io.frostglass.gateway.feed.EventIndex.Known;
import io.frostglass.gateway.guard.About;
import io.frostglass.gateway.guard.Guard;
import io.frostglass.gateway.guard.GuardReport;
import io.frostglass.gateway.guard.Places;
import io.frostglass.gateway.limits.Gate;
import io.frostglass.gateway.templates.Rendering;
import io.frostglass.gateway.templates.Rendering.Rendered;
import io.frostglass.gateway.templates.Subject;
import io.frostglass.gateway.templates.TemplateUse;
import io.frostglass.gateway.templates.Templates;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// What a decision must keep to, beside the token: the templates, the guard over words of the agent's own, and the
/// agent's limits.
///
/// @param templates as the templates file has them now
/// @param places where each camera is
public record Rulebook(Guard guard, Supplier<Templates> templates, Places places, Gate gate) {

    /// The guard found something in the agent's words.
    static final String GUARD = "guard";

    /// The site takes no words of agents' own.
    static final String FREE_TEXT_OFF = "free_text_off";

    /// A decision's words.
    sealed interface Wording {

        Traces traces();

        /// The words that are stored: a template's, the agent's own, or those that stand in their place.
        ///
        /// @param text empty if none were sent
        /// @param replacedBy why the agent's own words are withheld; empty if they are not
        record Fit(Optional<String> text, Optional<String> replacedBy, Traces traces) implements Wording {
            @Override
            public String toString() {
                return "Fit" + traces;
            }
        }

        /// A template is used wrongly.
        record Unfit(Outcome.Unfit outcome, Traces traces) implements Wording {}
    }

    /// What may be told of a decision's words without them.
    ///
    /// @param template that made them, as `name@version`, if there is such a one
    /// @param checks those that ran, each with what it said; empty if none did
    record Traces(Optional<String> template, List<String> checks) {}

    private static final Wording SILENCE =
            new Wording.Fit(Optional.empty(), Optional.empty(), new Traces(Optional.empty(), List.of()));

    /// The words that are stored. A template's need no guard: all that can be filled in is listed.
    Wording wording(Attempt attempt, Known event) {
        Decision decision = attempt.decision();
        var severity = Optional.ofNullable(decision.severityOrNull());
        var subject = new Subject(
                event.siteId(), event.cameraId(), event.at(), severity, id -> isCameraOf(event.siteId(), id));
        if (decision.template().isPresent()) {
            return filled(attempt, decision.template().get(), subject, event);
        }
        return decision.summary()
                .map(text -> guarded(text, new About(attempt.eventId(), event.siteId(), event.cameraId()), subject))
                .orElse(SILENCE);
    }

    private boolean isCameraOf(String siteId, String id) {
        return !id.equals(siteId)
                && places.siteOf(id.toLowerCase(Locale.ROOT))
                        .filter(siteId::equals)
                        .isPresent();
    }

    /// Of words at which nobody has looked.
    ///
    /// @param event if it is known; else no site's pins count
    Traces traces(Attempt attempt, Optional<Known> event) {
        String siteId = event.map(Known::siteId).orElse("");
        return new Traces(
                attempt.decision().template().flatMap(use -> templates.get().known(use, siteId)), List.of());
    }

    private Wording filled(Attempt attempt, TemplateUse use, Subject subject, Known event) {
        return switch (templates.get().render(use, subject)) {
            case Rendering.Wrong(String field, String what) ->
                new Wording.Unfit(new Outcome.Unfit(field, what, "template"), traces(attempt, Optional.of(event)));
            case Rendered(String text, String reference) ->
                new Wording.Fit(Optional.of(text), Optional.empty(), new Traces(Optional.of(reference), List.of()));
        };
    }

    /// An alert is never lost to a check: other words stand in place of the agent's.
    private Wording guarded(String text, About about, Subject subject) {
        GuardReport report = guard.check(text, about);
        Optional<String> why = report.found().isPresent()
                ? Optional.of(GUARD)
                : Optional.of(FREE_TEXT_OFF).filter(_ -> !templates.get().allowsFreeText(subject.siteId()));
        if (why.isEmpty()) {
            return new Wording.Fit(Optional.of(text), why, new Traces(Optional.empty(), report.words()));
        }
        Rendered withheld = Templates.withheld(subject);
        return new Wording.Fit(
                Optional.of(withheld.text()), why, new Traces(Optional.of(withheld.reference()), report.words()));
    }
}
