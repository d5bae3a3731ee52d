package io.frostglass.guard;

import io.frostglass.guard.Guard.EventReference;
import io.frostglass.guard.Guard.KnownIds;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Ids of other events, alerts, tokens, sites, and their cameras: the token is for one event, and so are the words.
/// [GuardedText] has replaced the event's own id. A text may name other cameras of the same site: people want to know
/// that two cameras saw the same.
record EventCheck(KnownIds knownIds) implements GuardCheck {

    private static final PatternSet PATTERNS = PatternSet.read("event");

    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9._-]*[a-z0-9]");

    /// An id without a digit or a sign counts as a word, also if a camera has that name.
    private static final Pattern ID_SIGN = Pattern.compile("[\\d._-]");

    private static final Pattern SENTENCE_END = Pattern.compile("\\.");

    @Override
    public String name() {
        return "event";
    }

    @Override
    public Optional<String> find(GuardedText guardedText) {
        return Stream.of(guardedText.raw(), guardedText.plain())
                        .anyMatch(it -> namesOther(it, guardedText.eventReference()))
                ? Optional.of("other_place")
                : PATTERNS.find(guardedText);
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
