package io.frostglass.gateway.guard;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Ids of other events, alerts and tokens, of other sites and their cameras: the token is for one event, and so are the
/// words. Its own id is not seen here any more. Other cameras of the same site may be named: that two of them saw the
/// same is worth to be said.
final class EventCheck implements GuardCheck {

    private static final PatternSet FORMS = PatternSet.of(
            "other_event", "(?<![a-z])evt[-_ .:#/]{0,3}[0-9a-f][0-9a-f .-]{5,}",
            "other_event_named", "\\b(?:event|alert|incident)[ -]?id\\b\\W{0,3}(?:is |was )?[\\w-]*\\d",
            "other_id", "(?<![a-z])(?:alr|fnd|msg|tok|jti)[-_][0-9a-z]{6,}",
            "scope", "\\balert:create\\b");

    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9._-]*[a-z0-9]");

    /// One without a digit or a sign is a word, whatever somebody has called a camera.
    private static final Pattern ID_SIGN = Pattern.compile("[\\d._-]");

    private static final Pattern SENTENCE_END = Pattern.compile("\\.");

    private final KnownIds knownIds;

    EventCheck(KnownIds knownIds) {
        this.knownIds = knownIds;
    }

    @Override
    public String name() {
        return "event";
    }

    @Override
    public Optional<String> find(GuardedText guardedText) {
        return Stream.of(guardedText.raw(), guardedText.plain())
                        .anyMatch(it -> namesOther(it, guardedText.eventReference()))
                ? Optional.of("other_place")
                : FORMS.find(guardedText);
    }

    private boolean namesOther(String text, EventReference eventReference) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .flatMap(word -> Stream.concat(Stream.of(word), Arrays.stream(SENTENCE_END.split(word))))
                .filter(ID_SIGN.asPredicate())
                .filter(id -> !id.equalsIgnoreCase(eventReference.cameraId())
                        && !id.equalsIgnoreCase(eventReference.siteId()))
                .anyMatch(id -> knownIds.siteOf(id)
                        .filter(site -> !site.equals(eventReference.siteId()))
                        .isPresent());
    }
}
