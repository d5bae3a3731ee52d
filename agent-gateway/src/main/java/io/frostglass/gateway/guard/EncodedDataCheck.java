package io.frostglass.gateway.guard;

/// Bytes written as text: pictures, files, ids, and words that are not to be read by people.
final class EncodedDataCheck {

    static final GuardCheck CHECK = PatternSet.check(
            "encoded",
            "data_uri",
            "\\bdata:[a-z]+/|\\bdata:[;,]|;base64|\\bbase ?(?:64|32|58|85)\\W{0,3}\\S{6,}",
            "hex",
            "(?<![a-z0-9])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{10,}(?![a-z0-9])|\\b0x[0-9a-f]{2,}"
                    + "|\\b(?=[0-9a-f ]*[a-f])(?=[0-9a-f ]*[0-9])(?:[0-9a-f]{4,8} ){2,}[0-9a-f]{4,8}\\b"
                    + "|\\b(?=[0-9a-f :.,-]*[a-f])(?:[0-9a-f]{2}[ :.,-]){5,}[0-9a-f]{2}\\b",
            "uuid",
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4,12}",
            // Capitals, small letters and digits change places as they do in no word.
            "base64",
            "(?-i)[a-z][A-Z]{2,}[\\w+/]|(?:[A-Z]?[a-z]+[A-Z]){3}|(?<![A-Za-z0-9])(?=\\w{8})\\d*(?:[A-Za-z]+\\d+){2,}[A-Za-z]"
                    + "|(?<![A-Za-z0-9])[A-Za-z]*[a-z]\\d[A-Za-z]*\\d?[A-Z]\\w*|[A-Za-z0-9+/_-]{7,}={1,2}(?![=\\w])"
                    + "|(?<![\\w+/-])(?=[A-Za-z+/_-]*\\d)(?=[A-Z0-9+/_-]*[a-z])(?=[a-z0-9+/_-]*[A-Z])[A-Za-z0-9+/_-]{14,}",
            "base32",
            "(?-i)(?<![A-Z0-9])(?=[A-Z]*[2-7])(?=[2-7]*[A-Z])[A-Z0-9]{14,}",
            "percent",
            "(?:%[0-9a-f]{2}){2,}|[a-z]%[0-9a-f]{2}[a-z]|%(?:2e|2f|40|3a|5c|00|0d|0a|3c|3e)",
            "escape",
            "\\\\[uUx0-7nrt]|u\\+[0-9a-f]{4}|&#x?[0-9a-f]+;?|&[a-z][a-z0-9]{1,30};|[a-z]=[2-7][0-9a-f][a-z]|=\\?[\\w-]+\\?[bq]\\?",
            "binary",
            "(?<!\\d)[01]{12,}(?!\\d)|(?<!\\d)(?:[01]{7,8}[ ,.-]){2,}[01]{7,8}",
            "spaced_out",
            "(?<!\\S)(?=(?:\\S )*\\p{L}(?!\\S))(?:\\S ){10,}\\S(?!\\S)",
            // The longest word of a language that agents write in has 45 letters, with room for German.
            "long_word",
            "(?-i)[\\x21-\\x{24F}]{46,}");

    private EncodedDataCheck() {}
}
