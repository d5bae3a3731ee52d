package io.frostglass.delivery.links;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.delivery.links.LinkTarget.IncidentLink;
import io.frostglass.delivery.links.LinkTarget.ThumbnailLink;
import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.topics.IncidentId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Links as text. An SMS has little room, so the content is in binary form, as base64url without padding:
/// ```
/// kind (1) │ expires, seconds since 1970 (4) │ length of the receiver's name (1) │ name │ rest │ signature (16)
///   kind 1, an incident: actions (1: 1 acknowledge, 2 resolve) │ digits of its id (8) │ site
///   kind 2, a thumbnail: partition (2) │ offset (8) │ hash (16)
/// ```
/// The signature is the first half of an HMAC-SHA256: nobody guesses 128 bits.
///
/// @param keys the first one signs, and each is accepted
record LinkCodec(List<SigningSecret> keys) {

    private static final byte[] PURPOSE = "frostglass link 1".getBytes(US_ASCII);
    private static final int SIGNATURE = 16;
    private static final int MAX_TEXT = 1024;
    private static final int MAX_CONTENT = MAX_TEXT;
    private static final byte INCIDENT = 1;
    private static final byte THUMBNAIL = 2;
    private static final int ACKNOWLEDGE = 1;
    private static final int RESOLVE = 2;
    private static final int ID_DIGITS = 16;

    /// Of half the digits of SHA-256.
    static final int HASH_DIGITS = 32;

    LinkCodec {
        keys = List.copyOf(keys);
    }

    String write(LinkTarget target) {
        byte[] content = content(target);
        byte[] signature = signature(keys.getFirst(), content);
        byte[] whole = ByteBuffer.allocate(content.length + SIGNATURE)
                .put(content)
                .put(signature)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /// @return empty if none of the keys has signed it
    Optional<LinkTarget> read(String text) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        try {
            byte[] whole = Base64.getUrlDecoder().decode(text);
            if (whole.length <= SIGNATURE) {
                return Optional.empty();
            }
            byte[] content = Arrays.copyOf(whole, whole.length - SIGNATURE);
            byte[] signature = Arrays.copyOfRange(whole, content.length, whole.length);
            boolean signed = keys.stream().anyMatch(key -> MessageDigest.isEqual(signature(key, content), signature));
            return signed ? Optional.of(target(ByteBuffer.wrap(content))) : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static byte[] signature(SigningSecret key, byte[] content) {
        return Arrays.copyOf(key.sign(PURPOSE, content), SIGNATURE);
    }

    private static byte[] content(LinkTarget target) {
        ByteBuffer out = ByteBuffer.allocate(MAX_CONTENT);
        out.put(target instanceof IncidentLink ? INCIDENT : THUMBNAIL);
        out.putInt((int) target.expires().getEpochSecond());
        byte[] receiver = target.receiver().getBytes(UTF_8);
        out.put((byte) receiver.length).put(receiver);
        switch (target) {
            case IncidentLink page ->
                out.put((byte) bits(page.actions()))
                        .put(HexFormat.of().parseHex(page.incident().digits()))
                        .put(page.incident().siteId().getBytes(UTF_8));
            case ThumbnailLink thumbnail ->
                out.putShort((short) thumbnail.partition())
                        .putLong(thumbnail.offset())
                        .put(HexFormat.of().parseHex(thumbnail.hash()));
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static LinkTarget target(ByteBuffer in) {
        byte kind = in.get();
        Instant expires = Instant.ofEpochSecond(Integer.toUnsignedLong(in.getInt()));
        String receiver = text(in, Byte.toUnsignedInt(in.get()));
        if (kind == INCIDENT) {
            Set<IncidentActionKind> actions = actions(in.get());
            String digits = hex(in, ID_DIGITS / 2);
            return new IncidentLink(receiver, expires, new IncidentId(text(in, in.remaining()), digits), actions);
        }
        return new ThumbnailLink(
                receiver, expires, Short.toUnsignedInt(in.getShort()), in.getLong(), hex(in, HASH_DIGITS / 2));
    }

    private static String text(ByteBuffer in, int length) {
        return new String(bytes(in, length), UTF_8);
    }

    private static String hex(ByteBuffer in, int length) {
        return HexFormat.of().formatHex(bytes(in, length));
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static int bits(Set<IncidentActionKind> actions) {
        return (actions.contains(IncidentActionKind.acknowledge) ? ACKNOWLEDGE : 0)
                | (actions.contains(IncidentActionKind.resolve) ? RESOLVE : 0);
    }

    private static Set<IncidentActionKind> actions(byte bits) {
        var actions = EnumSet.noneOf(IncidentActionKind.class);
        if ((bits & ACKNOWLEDGE) != 0) {
            actions.add(IncidentActionKind.acknowledge);
        }
        if ((bits & RESOLVE) != 0) {
            actions.add(IncidentActionKind.resolve);
        }
        return actions;
    }
}
