package io.frostglass.verifier;

import static io.frostglass.verifier.TokenRefusedException.unless;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads one JSON object (RFC 8259) strictly. It rejects duplicate names at any depth and all text outside the
/// grammar, which readers understand differently; the reader of the JOSE library accepts comments, single quotes and
/// bare words.
///
/// Nested values are only checked: a token has none that matter.
final class StrictJson {

    sealed interface JsonValue {}

    record JsonText(String value) implements JsonValue {}

    /// @param literal as written: a double would round it
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

    /// Whether nested values are checked against the grammar only.
    private final boolean outermostOnly;

    private int at;

    private StrictJson(String text, TokenRefusal doubled, boolean outermostOnly) {
        this.text = text;
        this.doubled = doubled;
        this.outermostOnly = outermostOnly;
    }

    /// @param doubled the refusal for a duplicate name
    /// @throws TokenRefusedException with that refusal, or as malformed
    static Map<String, JsonValue> members(byte[] utf8, TokenRefusal doubled) throws TokenRefusedException {
        return new StrictJson(decode(utf8), doubled, false).whole();
    }

    /// The items of an array, each as written: a fault in one does not affect the others.
    ///
    /// @throws TokenRefusedException as malformed, if there is no such array
    static List<String> items(byte[] utf8, String name) throws TokenRefusedException {
        if (new StrictJson(decode(utf8), TokenRefusal.MALFORMED, true).whole().get(name)
                instanceof Items(List<String> items)) {
            return items;
        }
        throw new TokenRefusedException(TokenRefusal.MALFORMED);
    }

    private static String decode(byte[] utf8) throws TokenRefusedException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new TokenRefusedException(TokenRefusal.MALFORMED);
        }
    }

    private Map<String, JsonValue> whole() throws TokenRefusedException {
        skipSpace();
        take('{');
        Map<String, JsonValue> members = object(1);
        unless(at == text.length(), TokenRefusal.MALFORMED);
        return members;
    }

    private Map<String, JsonValue> object(int depth) throws TokenRefusedException {
        unless(depth <= MAX_DEPTH, TokenRefusal.MALFORMED);
        var members = new LinkedHashMap<String, JsonValue>();
        if (takeIf('}')) {
            return members;
        }
        do {
            String name = string();
            take(':');
            boolean first = members.put(name, value(depth)) == null;
            unless(first || (outermostOnly && depth > 1), doubled);
        } while (takeIf(','));
        take('}');
        return members;
    }

    private Items array(int depth) throws TokenRefusedException {
        unless(depth <= MAX_DEPTH, TokenRefusal.MALFORMED);
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
        unless(text.startsWith(word, at), TokenRefusal.MALFORMED);
        at += word.length();
        skipSpace();
    }

    private Numeral number() throws TokenRefusedException {
        var matcher = NUMBER.matcher(text).region(at, text.length());
        unless(matcher.lookingAt(), TokenRefusal.MALFORMED);
        at = matcher.end();
        skipSpace();
        return new Numeral(matcher.group());
    }

    private String string() throws TokenRefusedException {
        unless(peek() == '"', TokenRefusal.MALFORMED);
        at++;
        var value = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            unless(c >= ' ', TokenRefusal.MALFORMED);
            value.append(c == '\\' ? escaped() : c);
        }
        skipSpace();
        // A lone surrogate is no character; other readers may replace it.
        unless(outermostOnly || UTF_8.newEncoder().canEncode(value), TokenRefusal.MALFORMED);
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
            default -> throw new TokenRefusedException(TokenRefusal.MALFORMED);
        };
    }

    private int hex() throws TokenRefusedException {
        char c = next();
        unless(HexFormat.isHexDigit(c), TokenRefusal.MALFORMED);
        return HexFormat.fromHexDigit(c);
    }

    private char next() throws TokenRefusedException {
        char c = peek();
        at++;
        return c;
    }

    private char peek() throws TokenRefusedException {
        unless(at < text.length(), TokenRefusal.MALFORMED);
        return text.charAt(at);
    }

    private void take(char expected) throws TokenRefusedException {
        unless(takeIf(expected), TokenRefusal.MALFORMED);
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
