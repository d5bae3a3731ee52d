package io.frostglass.verifier;

import static io.frostglass.verifier.TokenRefusal.MALFORMED;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads one JSON object (RFC 8259) and refuses what readers understand differently: a name that is there twice, at any
/// depth, and whatever is not in the grammar. Our JOSE library's own reader takes comments, single quotes and bare
/// words.
///
/// Of what is nested only the form is checked; nothing in a token that we believe is nested.
final class StrictJson {

    /// What a member holds.
    sealed interface JsonValue {}

    record JsonText(String value) implements JsonValue {}

    /// @param literal as written, because a double would round it
    record Numeral(String literal) implements JsonValue {}

    /// @param items of an array, as written
    record Items(List<String> items) implements JsonValue {}

    /// True, false, null or an object.
    enum Other implements JsonValue {
        OTHER
    }

    private static final int MAX_DEPTH = 8;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final String text;
    private final TokenRefusal doubled;

    /// Whether what is nested is for others to judge, but for the grammar.
    private final boolean outermostOnly;

    private int at;

    private StrictJson(String text, TokenRefusal doubled, boolean outermostOnly) {
        this.text = text;
        this.doubled = doubled;
        this.outermostOnly = outermostOnly;
    }

    /// @param doubled what to refuse with if a name is there twice
    /// @throws Refuse with that, or as malformed
    static Map<String, JsonValue> members(byte[] utf8, TokenRefusal doubled) throws TokenRefusedException {
        return new StrictJson(decode(utf8), doubled, false).whole();
    }

    /// The items of the array of that name, each as it was written, so that one that is wrong is wrong by itself.
    ///
    /// @throws Refuse as malformed, if there is no such array
    static List<String> items(byte[] utf8, String name) throws TokenRefusedException {
        if (new StrictJson(decode(utf8), MALFORMED, true).whole().get(name) instanceof Items(List<String> items)) {
            return items;
        }
        throw new TokenRefusedException(MALFORMED);
    }

    private static String decode(byte[] utf8) throws TokenRefusedException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new TokenRefusedException(MALFORMED);
        }
    }

    private Map<String, JsonValue> whole() throws TokenRefusedException {
        skipSpace();
        take('{');
        Map<String, JsonValue> members = object(1);
        TokenRefusedException.unless(at == text.length(), MALFORMED);
        return members;
    }

    private Map<String, JsonValue> object(int depth) throws TokenRefusedException {
        TokenRefusedException.unless(depth <= MAX_DEPTH, MALFORMED);
        var members = new LinkedHashMap<String, JsonValue>();
        if (takeIf('}')) {
            return members;
        }
        do {
            String name = string();
            take(':');
            boolean first = members.put(name, value(depth)) == null;
            TokenRefusedException.unless(first || (outermostOnly && depth > 1), doubled);
        } while (takeIf(','));
        take('}');
        return members;
    }

    private Items array(int depth) throws TokenRefusedException {
        TokenRefusedException.unless(depth <= MAX_DEPTH, MALFORMED);
        var items = new ArrayList<String>();
        if (takeIf(']')) {
            return new Items(items);
        }
        do {
            int from = at;
            value(depth);
            items.add(text.substring(from, at));
        } while (takeIf(','));
        take(']');
        return new Items(items);
    }

    private JsonValue value(int depth) throws TokenRefusedException {
        switch (peek()) {
            case '"' -> {
                return new JsonText(string());
            }
            case '{' -> {
                take('{');
                object(depth + 1);
            }
            case '[' -> {
                take('[');
                return array(depth + 1);
            }
            case 't' -> code("true");
            case 'f' -> code("false");
            case 'n' -> code("null");
            default -> {
                return number();
            }
        }
        return Other.OTHER;
    }

    private void code(String word) throws TokenRefusedException {
        TokenRefusedException.unless(text.startsWith(word, at), MALFORMED);
        at += word.length();
        skipSpace();
    }

    private Numeral number() throws TokenRefusedException {
        var matcher = NUMBER.matcher(text).region(at, text.length());
        TokenRefusedException.unless(matcher.lookingAt(), MALFORMED);
        at = matcher.end();
        skipSpace();
        return new Numeral(matcher.group());
    }

    private String string() throws TokenRefusedException {
        TokenRefusedException.unless(peek() == '"', MALFORMED);
        at++;
        var value = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            TokenRefusedException.unless(c >= ' ', MALFORMED);
            value.append(c == '\\' ? escaped() : c);
        }
        skipSpace();
        // Half a surrogate pair is no character; what reads it next may put anything in its place.
        TokenRefusedException.unless(outermostOnly || UTF_8.newEncoder().canEncode(value), MALFORMED);
        return value.toString();
    }

    private char escaped() throws TokenRefusedException {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            default -> throw new TokenRefusedException(MALFORMED);
        };
    }

    private int hex() throws TokenRefusedException {
        char c = next();
        // Character.digit would take digits of other scripts.
        TokenRefusedException.unless(c < 128 && Character.digit(c, 16) >= 0, MALFORMED);
        return Character.digit(c, 16);
    }

    private char next() throws TokenRefusedException {
        char c = peek();
        at++;
        return c;
    }

    private char peek() throws TokenRefusedException {
        TokenRefusedException.unless(at < text.length(), MALFORMED);
        return text.charAt(at);
    }

    private void take(char expected) throws TokenRefusedException {
        TokenRefusedException.unless(takeIf(expected), MALFORMED);
    }

    private boolean takeIf(char expected) {
        if (at >= text.length() || text.charAt(at) != expected) {
            return false;
        }
        at++;
        skipSpace();
        return true;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
