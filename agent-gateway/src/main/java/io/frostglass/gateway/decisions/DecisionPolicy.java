package io.frostglass.gateway.decisions;

import io.frostglass.gateway.feed.EventIndex.IndexedEvent;
import io.frostglass.gateway.guard.EventReference;
import io.frostglass.gateway.guard.Guard;
import io.frostglass.gateway.guard.GuardReport;
import io.frostglass.gateway.guard.KnownIds;
import io.frostglass.gateway.limits.AgentPolicy;
import io.frostglass.gateway.templates.RenderResult;
import io.frostglass.gateway.templates.RenderResult.Rendered;
import io.frostglass.gateway.templates.TemplateSubject;
import io.frostglass.gateway.templates.Templates;
import io.frostglass.tools.decisions.Decision;
import io.frostglass.tools.decisions.TemplateUse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// What a decision must keep to, beside the token: the templates, the guard over words of the agent's own, and the
/// agent's limits.
///
/// @param templates as the templates file has them now
/// @param knownIds where each camera is
public record DecisionPolicy(Guard guard, Supplier<Templates> templates, KnownIds knownIds, AgentPolicy agentPolicy) {

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
        record UnfitWording(DecisionOutcome.NotValid outcome, Traces traces) implements Wording {}
    }

    /// What may be told of a decision's words without them.
    ///
    /// @param template that made them, as `name@version`, if there is such a one
    /// @param checks those that ran, each with what it said; empty if none did
    record Traces(Optional<String> template, List<String> checks) {}

    private static final Wording SILENCE =
            new Wording.Fit(Optional.empty(), Optional.empty(), new Traces(Optional.empty(), List.of()));

    /// The words that are stored. A template's need no guard: all that can be filled in is listed.
    Wording wording(DecisionAttempt decisionAttempt, IndexedEvent event) {
        Decision decision = decisionAttempt.decision();
        var severity = Optional.ofNullable(decision.severityOrNull());
        var templateSubject = new TemplateSubject(
                event.siteId(), event.cameraId(), event.at(), severity, id -> isCameraOf(event.siteId(), id));
        if (decision.template().isPresent()) {
            return filled(decisionAttempt, decision.template().get(), templateSubject, event);
        }
        return decision.summary()
                .map(text -> guarded(
                        text,
                        new EventReference(decisionAttempt.eventId(), event.siteId(), event.cameraId()),
                        templateSubject))
                .orElse(SILENCE);
    }

    private boolean isCameraOf(String siteId, String id) {
        return !id.equals(siteId)
                && knownIds.siteOf(id.toLowerCase(Locale.ROOT))
                        .filter(siteId::equals)
                        .isPresent();
    }

    /// Of words at which nobody has looked.
    ///
    /// @param event if it is known; else no site's pins count
    Traces traces(DecisionAttempt decisionAttempt, Optional<IndexedEvent> event) {
        String siteId = event.map(IndexedEvent::siteId).orElse("");
        return new Traces(
                decisionAttempt
                        .decision()
                        .template()
                        .flatMap(use -> templates.get().known(use, siteId)),
                List.of());
    }

    private Wording filled(
            DecisionAttempt decisionAttempt, TemplateUse use, TemplateSubject templateSubject, IndexedEvent event) {
        return switch (templates.get().render(use, templateSubject)) {
            case RenderResult.InvalidUse(String field, String what) ->
                new Wording.UnfitWording(
                        new DecisionOutcome.NotValid(field, what, "template"),
                        traces(decisionAttempt, Optional.of(event)));
            case Rendered(String text, String reference) ->
                new Wording.Fit(Optional.of(text), Optional.empty(), new Traces(Optional.of(reference), List.of()));
        };
    }

    /// An alert is never lost to a check: other words stand in place of the agent's.
    private Wording guarded(String text, EventReference eventReference, TemplateSubject templateSubject) {
        GuardReport report = guard.check(text, eventReference);
        Optional<String> why = report.found().isPresent()
                ? Optional.of(GUARD)
                : Optional.of(FREE_TEXT_OFF).filter(_ -> !templates.get().allowsFreeText(templateSubject.siteId()));
        if (why.isEmpty()) {
            return new Wording.Fit(Optional.of(text), why, new Traces(Optional.empty(), report.codes()));
        }
        Rendered withheld = Templates.withheld(templateSubject);
        return new Wording.Fit(
                Optional.of(withheld.text()), why, new Traces(Optional.of(withheld.reference()), report.codes()));
    }
}
