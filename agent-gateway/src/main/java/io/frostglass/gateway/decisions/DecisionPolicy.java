package io.frostglass.gateway.decisions;

import io.frostglass.gateway.decisions.DecisionService.DecisionAttempt;
import io.frostglass.gateway.feed.EventIndex.IndexedEvent;
import io.frostglass.gateway.templates.Templates;
import io.frostglass.gateway.templates.Templates.RenderResult;
import io.frostglass.gateway.templates.Templates.RenderResult.Rendered;
import io.frostglass.gateway.templates.Templates.TemplateSubject;
import io.frostglass.guard.Guard;
import io.frostglass.guard.Guard.EventReference;
import io.frostglass.guard.Guard.GuardReport;
import io.frostglass.guard.Guard.KnownIds;
import io.frostglass.tools.Refusal;
import io.frostglass.tools.decisions.Decision;
import io.frostglass.tools.decisions.TemplateUse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rules for a decision's words: the templates, and the guard over the agent's own words.
///
/// @param templates of the templates file as it is now
/// @param knownIds where each camera is
public record DecisionPolicy(Guard guard, Supplier<Templates> templates, KnownIds knownIds) {

    /// The guard found something in the agent's words.
    static final String GUARD = "guard";

    /// The site takes no words of agents' own.
    private static final String FREE_TEXT_OFF = "free_text_off";

    sealed interface Wording {
        Traces traces();

        /// The words to store: a template's, the agent's own, or other words in place of the agent's.
        ///
        /// @param text empty if the agent sent none
        /// @param replacedBy why the agent's own words are withheld; empty if they are not
        record Fit(Optional<String> text, Optional<String> replacedBy, Traces traces) implements Wording {
            @Override
            public String toString() {
                return "Fit" + traces;
            }
        }

        /// A template is used wrongly.
        record UnfitWording(Refusal refusal, Traces traces) implements Wording {}
    }

    /// What the audit log may have about a decision's words.
    ///
    /// @param template that made them, as `name@version`; empty if none did
    /// @param checks that ran, each with its result
    record Traces(Optional<String> template, List<String> checks) {
        @Nullable
        List<String> checksOrNull() {
            return checks.isEmpty() ? null : checks;
        }
    }

    private static final Wording SILENCE =
            new Wording.Fit(Optional.empty(), Optional.empty(), new Traces(Optional.empty(), List.of()));

    /// The words to store. A template's words need no guard: all values of its variables are listed.
    Wording wording(DecisionAttempt attempt, IndexedEvent event) {
        Decision decision = attempt.decision();
        var severity = Optional.ofNullable(decision.severityOrNull());
        var subject = new TemplateSubject(
                event.siteId(), event.cameraId(), event.at(), severity, id -> isCameraOf(event.siteId(), id));
        if (decision.template().isPresent()) {
            return filled(decision.template().get(), subject);
        }
        var reference = new EventReference(attempt.eventId(), event.siteId(), event.cameraId());
        return decision.summary().map(text -> guarded(text, reference, subject)).orElse(SILENCE);
    }

    private boolean isCameraOf(String siteId, String id) {
        return !id.equals(siteId)
                && knownIds.siteOf(id.toLowerCase(Locale.ROOT))
                        .filter(siteId::equals)
                        .isPresent();
    }

    /// The traces of words that the guard did not check.
    ///
    /// @param event empty if it is not known; then no pinned version of a site counts
    Traces traces(DecisionAttempt attempt, Optional<IndexedEvent> event) {
        String siteId = event.map(IndexedEvent::siteId).orElse("");
        return new Traces(
                attempt.decision().template().flatMap(use -> templates.get().known(use, siteId)), List.of());
    }

    private Wording filled(TemplateUse use, TemplateSubject subject) {
        return switch (templates.get().render(use, subject)) {
            case RenderResult.InvalidUse(String field, String what) ->
                new Wording.UnfitWording(
                        Refusal.invalid(field, what, "template"),
                        new Traces(templates.get().known(use, subject.siteId()), List.of()));
            case Rendered(String text, String reference) ->
                new Wording.Fit(Optional.of(text), Optional.empty(), new Traces(Optional.of(reference), List.of()));
        };
    }

    /// A finding never loses an alert: other words stand in place of the agent's.
    private Wording guarded(String text, EventReference reference, TemplateSubject subject) {
        GuardReport report = guard.check(text, reference);
        Optional<String> why = report.found().isPresent()
                ? Optional.of(GUARD)
                : Optional.of(FREE_TEXT_OFF).filter(_ -> !templates.get().allowsFreeText(subject.siteId()));
        if (why.isEmpty()) {
            return new Wording.Fit(Optional.of(text), why, new Traces(Optional.empty(), report.codes()));
        }
        Rendered withheld = Templates.withheld(subject);
        return new Wording.Fit(
                Optional.of(withheld.text()), why, new Traces(Optional.of(withheld.reference()), report.codes()));
    }
}
