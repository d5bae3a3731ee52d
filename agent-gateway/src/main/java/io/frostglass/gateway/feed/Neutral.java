package io.frostglass.gateway.feed;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.KnownPattern;
import io.frostglass.agent.Label;
import io.frostglass.gateway.guard.Inbound;
import io.frostglass.runtime.follow.Followed;
import io.frostglass.runtime.follow.Followed.Content;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Takes out of an event every word that is none of ours, before anybody sees it. An event whose ids are none
/// cannot be shown at all.
public final class Neutral {

    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong instructions = new AtomicLong();

    /// The record as it may be shown.
    public Followed<AuthorizedMotion> of(Followed<AuthorizedMotion> followed) {
        if (!(followed.content() instanceof Content.Value<? extends AuthorizedMotion>(AuthorizedMotion event))) {
            return followed;
        }
        boolean named = Stream.of(event.getEventId(), event.getSiteId(), event.getCameraId())
                .allMatch(id -> keep(Inbound.isId(id), id));
        Content<AuthorizedMotion> content = named ? new Content.Value<>(neutral(event)) : new Content.Unreadable<>();
        return new Followed<>(
                followed.partition(),
                followed.offset(),
                followed.writtenAt(),
                followed.bytes(),
                followed.key(),
                content);
    }

    /// Whether one of an event's words tells who reads it what to do.
    public static boolean isInstructing(AuthorizedMotion event) {
        var pattern = event.getKnownPattern();
        return Stream.of(
                        Stream.of(event.getEventId(), event.getSiteId(), event.getCameraId()),
                        event.getLabels().stream().map(Label::getLabel),
                        Stream.ofNullable(pattern).map(KnownPattern::getName),
                        Stream.ofNullable(event.getThumbnailDropped()))
                .flatMap(words -> words)
                .anyMatch(Inbound::isInstruction);
    }

    private AuthorizedMotion neutral(AuthorizedMotion event) {
        List<Label> labels = event.getLabels().stream()
                .filter(label -> keep(Inbound.isLabel(label.getLabel()), label.getLabel()))
                .toList();
        var pattern = event.getKnownPattern();
        boolean known = pattern == null || keep(Inbound.isWord(pattern.getName()), pattern.getName());
        String why = event.getThumbnailDropped();
        boolean word = why == null || keep(Inbound.isWord(why), why);
        if (known && word && labels.size() == event.getLabels().size()) {
            return event;
        }
        return AuthorizedMotion.newBuilder(event)
                .setLabels(labels)
                .setKnownPattern(known ? pattern : null)
                .setThumbnailDropped(word ? why : "unknown")
                .build();
    }

    private boolean keep(boolean ours, String text) {
        if (!ours) {
            dropped.incrementAndGet();
        }
        boolean instruction = Inbound.isInstruction(text);
        if (instruction) {
            instructions.incrementAndGet();
        }
        return ours && !instruction;
    }

    /// How many words were taken out.
    public long dropped() {
        return dropped.get();
    }

    /// How many words were instructions.
    public long instructions() {
        return instructions.get();
    }
}
