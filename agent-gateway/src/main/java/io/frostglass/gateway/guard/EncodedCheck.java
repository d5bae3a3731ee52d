package io.frostglass.gateway.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.frostglass.gateway.guard.CheckResult.Blocked;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Bytes written as text: pictures, files, and words that are not to be read by whoever looks.
final class EncodedCheck implements Check {

    /// The longest word of a language that agents write in, with room for German.
    private static final int LONGEST_WORD = 45;

    private static final Rules RULES = Rules.of(
            "data_uri", "\\bdata:[a-z]+/|\\bdata:[;,]|;base64|\\bbase ?(?:64|32|58|85)\\W{0,3}\\S{6,}",
            "hex", "(?<![a-z0-9])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{10,}(?![a-z0-9])|\\b0x[0-9a-f]{2,}",
            "hex_groups", "\\b(?=[0-9a-f ]*[0-9])(?=[0-9a-f ]*[a-f])(?:[0-9a-f]{4,8} ){2,}[0-9a-f]{4,8}\\b",
            "spaced_out", "(?<!\\S)(?=(?:\\S )*\\p{L}(?!\\S))(?:\\S ){10,}\\S(?!\\S)",
            "hex_pairs", "\\b(?=[0-9a-f :.,-]*[a-f])(?:[0-9a-f]{2}[ :.,-]){5,}[0-9a-f]{2}\\b",
            "uuid", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4,12}",
            "base64",
                    "(?-i)(?<![A-Za-z0-9+/_-])(?=[A-Za-z+/_-]*[0-9])(?=[A-Z0-9+/_-]*[a-z])(?=[a-z0-9+/_-]*[A-Z])"
                            + "[A-Za-z0-9+/_-]{14,}",
            "base64_padded", "(?<![a-z0-9])[a-z0-9+/_-]{7,}={1,2}(?![=\\w])",
            "base64_letters", "(?-i)(?<![A-Za-z])(?:[A-Z]*[a-z]{1,3}[A-Z]{1,3}){3,}[A-Za-z]*",
            "base32", "(?-i)(?<![A-Z0-9])(?=[A-Z]*[2-7])(?=[2-7]*[A-Z])[A-Z2-7]{14,}={0,6}",
            "percent", "(?:%[0-9a-f]{2}){2,}|[a-z]%[0-9a-f]{2}[a-z]|%(?:2e|2f|40|3a|5c|00|0d|0a|3c|3e)",
            "escape",
                    "\\\\[uU]\\{?[0-9a-f]{2,}|\\\\x[0-9a-f]{2}|\\\\[0-7]{3}|\\\\[nrt0]|u\\+[0-9a-f]{4}|"
                            + "&#x?[0-9a-f]+;?|&[a-z][a-z0-9]{1,30};",
            "quoted_printable", "(?:=[0-9a-f]{2}){2,}|[a-z]=(?:[2-7][0-9a-f]|[c-f][0-9a-f])[a-z]|=\\?[\\w-]+\\?[bq]\\?",
            "binary", "(?<!\\d)[01]{12,}(?!\\d)|(?<!\\d)(?:[01]{7,8}[ ,.-]){2,}[01]{7,8}",
            "morse", "(?:(?<=^|[\\s/])[.·-]{1,6}[ /]+){4,}",
            "uuencode", "\\bbegin [0-7]{3} \\S+|\\brot ?13\\b|\\bgzip(?:ped)?:|\\bh4si");

    /// With a capital where a word has none.
    private static final Pattern SHORT_BASE64 = Pattern.compile(
            "(?<![A-Za-z0-9+/_-])(?=[A-Za-z0-9+/_-]*[a-z0-9][A-Z])(?=[A-Z0-9+/_-]*[a-z])[A-Za-z0-9+/_-]{7,}={0,2}(?![A-Za-z0-9])");

    private static final Pattern CAPITAL_WITHIN = Pattern.compile("[a-z0-9][A-Z]");

    private static final List<Pattern> PIECES = IntStream.rangeClosed(2, 12)
            .mapToObj(length -> Pattern.compile(
                    "(?<![\\w+/=-])(?:[\\w+/-]{" + length + "} ){2,}[\\w+/-]{1," + length + "}={0,2}(?![\\w+/=-])"))
            .toList();

    private static final Pattern LONG_WORD = Pattern.compile("\\S{" + (LONGEST_WORD + 1) + ",}");

    /// Numbers that could be characters.
    private static final Pattern NUMBERS =
            Pattern.compile("(?<![\\d.:])\\d{2,3}(?:[ ,;|-]{1,2}\\d{2,3}){4,}(?![\\d:])");

    @Override
    public String name() {
        return "encoded";
    }

    @Override
    public CheckResult check(Text text) {
        if (LONG_WORD.matcher(text.raw()).find() && hasLatinOrDigits(text.raw())) {
            return new Blocked(new Finding(name(), "long_word"));
        }
        if (isCharacterCodes(text.plain())) {
            return new Blocked(new Finding(name(), "character_codes"));
        }
        if (isShortBase64(text.raw()) || isBase64InPieces(text.raw())) {
            return new Blocked(new Finding(name(), "base64_short"));
        }
        return RULES.block(name(), text);
    }

    /// In pieces of one length.
    private static boolean isBase64InPieces(String text) {
        return PIECES.stream()
                .flatMap(form -> form.matcher(text).results())
                .map(found -> found.group().replace(" ", ""))
                .anyMatch(base64 -> CAPITAL_WITHIN.matcher(base64).find() && isReadable(base64));
    }

    /// As it is written: case matters here. Few letters that are base64 of something that can be read; other words are
    /// of bytes that cannot.
    private static boolean isShortBase64(String text) {
        return SHORT_BASE64.matcher(text).results().anyMatch(found -> isReadable(found.group()));
    }

    private static boolean isReadable(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
            return bytes.length >= 5 && new String(bytes, ISO_8859_1).chars().allMatch(c -> c >= ' ' && c < 0x7f);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Japanese and Chinese have no spaces.
    private static boolean hasLatinOrDigits(String text) {
        Matcher word = LONG_WORD.matcher(text);
        return word.find() && word.group().codePoints().filter(c -> c < 0x250).count() > LONGEST_WORD;
    }

    /// A list of cameras goes up; letters of a word go up and down.
    private static boolean isCharacterCodes(String text) {
        Matcher list = NUMBERS.matcher(text);
        while (list.find()) {
            List<Integer> codes = new ArrayList<>();
            Matcher number = Pattern.compile("\\d+").matcher(list.group());
            while (number.find()) {
                codes.add(Integer.parseInt(number.group()));
            }
            boolean printable = codes.stream().allMatch(code -> code >= 32 && code <= 126);
            boolean letters = codes.stream().filter(code -> code >= 97).count() * 2 >= codes.size()
                    || codes.stream().filter(code -> code >= 65 && code <= 90).count() * 10 >= codes.size() * 8L;
            boolean ascending = codes.stream().sorted().distinct().toList().equals(codes);
            if (printable && letters && !ascending) {
                return true;
            }
        }
        return false;
    }
}
