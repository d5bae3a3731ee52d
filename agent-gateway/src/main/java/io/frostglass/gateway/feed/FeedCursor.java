package io.frostglass.gateway.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A position in the feed: one offset for each partition of the topic. It is valid at every instance, and after a
/// restart. To agents it is an opaque text. A forged cursor is harmless: it selects from the events that its agent
/// may see.
///
/// @param offsets the next offset to see, by partition
public record FeedCursor(Map<Integer, Long> offsets) {

    private static final int MAX_LENGTH = 4096;
    private static final Pattern FORM = Pattern.compile("1(?:;\\d{1,5}:\\d{1,18})*");

    public FeedCursor {
        offsets = Map.copyOf(offsets);
    }

    /// Parses the text of [#text()]; empty if it is not one.
    public static Optional<FeedCursor> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String plain;
        try {
            plain = new String(Base64.getUrlDecoder().decode(text), US_ASCII);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (!FORM.matcher(plain).matches()) {
            return Optional.empty();
        }
        var offsets = new TreeMap<Integer, Long>();
        for (String pair : plain.split(";", -1)) {
            int colon = pair.indexOf(':');
            if (colon > 0) {
                offsets.put(Integer.valueOf(pair.substring(0, colon)), Long.valueOf(pair.substring(colon + 1)));
            }
        }
        return Optional.of(new FeedCursor(offsets));
    }

    /// At most some hundred characters of base64url.
    public String text() {
        var plain = new StringBuilder("1");
        new TreeMap<>(offsets)
                .forEach((partition, offset) ->
                        plain.append(';').append(partition).append(':').append(offset));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(plain.toString().getBytes(US_ASCII));
    }

    long in(int partition) {
        return offsets.getOrDefault(partition, 0L);
    }
}
