package io.frostglass.gateway.feed;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.KnownPattern;
import io.frostglass.agent.Label;
import io.frostglass.guard.InboundVocabulary;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Removes each word of an event that is not of a fixed vocabulary, before an agent sees it. No agent sees an event
/// whose ids do not have the form of ids.
public final class EventSanitizer {

    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong instructions = new AtomicLong();

    /// The record as agents may see it.
    public FollowedRecord<AuthorizedMotion> of(FollowedRecord<AuthorizedMotion> followed) {
        if (!(followed.recordContent()
                instanceof RecordContent.RecordValue<? extends AuthorizedMotion>(AuthorizedMotion event))) {
            return followed;
        }
        boolean named = Stream.of(event.getEventId(), event.getSiteId(), event.getCameraId())
                .allMatch(id -> keep(InboundVocabulary.isId(id), id));
        RecordContent<AuthorizedMotion> recordContent =
                named ? new RecordContent.RecordValue<>(neutral(event)) : new RecordContent.UnreadableRecord<>();
        return new FollowedRecord<>(
                followed.partition(),
                followed.offset(),
                followed.writtenAt(),
                followed.bytes(),
                followed.key(),
                recordContent);
    }

    /// Whether one of an event's words tells its reader what to do.
    public static boolean isInstructing(AuthorizedMotion event) {
        var pattern = event.getKnownPattern();
        return Stream.of(
                        Stream.of(event.getEventId(), event.getSiteId(), event.getCameraId()),
                        event.getLabels().stream().map(Label::getLabel),
                        Stream.ofNullable(pattern).map(KnownPattern::getName),
                        Stream.ofNullable(event.getThumbnailDropped()),
                        Stream.ofNullable(event.getVeil()))
                .flatMap(words -> words)
                .anyMatch(InboundVocabulary::isInstruction);
    }

    /// Whether an event is the synthetic one of its site, which is for no agent.
    public static boolean isSynthetic(AuthorizedMotion event) {
        return event.getRevokedToken() != null;
    }

    private AuthorizedMotion neutral(AuthorizedMotion event) {
        List<Label> labels = event.getLabels().stream()
                .filter(label -> keep(InboundVocabulary.isLabel(label.getLabel()), label.getLabel()))
                .toList();
        var pattern = event.getKnownPattern();
        boolean known = pattern == null || keep(InboundVocabulary.isWord(pattern.getName()), pattern.getName());
        String why = event.getThumbnailDropped();
        boolean word = why == null || keep(InboundVocabulary.isWord(why), why);
        String veil = event.getVeil();
        boolean veilWord = veil == null || keep(InboundVocabulary.isVeil(veil), veil);
        if (known && word && veilWord && labels.size() == event.getLabels().size()) {
            return event;
        }
        return AuthorizedMotion.newBuilder(event)
                .setLabels(labels)
                .setKnownPattern(known ? pattern : null)
                .setThumbnailDropped(word ? why : "unknown")
                .setVeil(veilWord ? veil : null)
                .build();
    }

    private boolean keep(boolean ours, String text) {
        if (!ours) {
            dropped.incrementAndGet();
        }
        boolean instruction = InboundVocabulary.isInstruction(text);
        if (instruction) {
            instructions.incrementAndGet();
        }
        return ours && !instruction;
    }

    /// The number of removed words.
    public long dropped() {
        return dropped.get();
    }

    /// The number of words that were instructions.
    public long instructions() {
        return instructions.get();
    }
}
