package io.frostglass.gateway.guard;

/// Where on earth it is: coordinates, grid references, addresses, post codes.
final class PositionCheck {

    static final GuardCheck CHECK = PatternSet.check(
            "position",
            "decimal",
            "[-+]?\\d{1,3}[.,]\\d{3,} ?°?[ns]?\\W{1,4}(?:and )?[-+]?\\d{1,3}[.,]\\d{3,}|"
                    + "\\b\\d{1,3}\\.\\d{3,} ?°? ?(?:[nsew]|north|south|east|west)\\b",
            "named",
            "\\b(?:lat(?:itude)?|l(?:on|ng)(?:gitude)?|gps|(?:coord|koord|coordonn|coorden)\\w*|geo(?:hash|location)?)\\b\\W{0,3}"
                    + "(?:(?:is|are|at|of|=|:) ?)?[-+]?(?=\\w*\\d)[\\w.]{2,}",
            "degrees",
            "\\d{1,3} ?(?:°|º|deg(?:rees)?) ?\\d{1,2} ?(?:['′\"]|min|m\\b|\\.)|\\d{1,3} ?(?:°|º) ?\\d{1,2} ?[nsew]\\b|"
                    + "\\d{1,3}\\.\\d+ ?(?:°|º) ?[nsew]?\\b\\W{1,3}\\d|\\d{1,3} ?(?:°|º) ?[nsew]\\b",
            "bare_degrees",
            "\\b\\d{1,3} \\d{1,2} \\d{1,2} ?[ns]\\W{1,3}\\d{1,3} \\d{1,2} \\d{1,2} ?[ew]\\b",
            "spoken_degrees",
            "\\b\\d{1,3} degrees,? \\d{1,2} minutes|\\d+ degrees? (?:north|south)\\W{1,3}(?:and )?\\d+ degrees? (?:east|west)",
            "plus_code",
            "(?<![a-z0-9])(?=[0-9]*[cfghjmpqrvwx])[23456789cfghjmpqrvwx]{4,8}\\+[23456789cfghjmpqrvwx]{2,3}(?![a-z0-9])",
            "three_words",
            "/{3}\\s?\\p{L}+\\.\\p{L}+|\\bwhat3words\\b|\\bw3w\\b",
            "grid",
            "(?-i)\\b[HJNOST][A-HJ-Z] ?\\d{3,5} ?\\d{3,5}\\b|\\b\\d{1,2}[C-X] ?[A-Z]{2} ?\\d{2,5} ?\\d{2,5}\\b|"
                    + "\\b\\d{1,2}[C-X] \\d{6} \\d{7}\\b",
            "post_code",
            "(?-i)\\b(?!CAM|GATE)[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[ABD-HJLNP-UW-Z]{2}\\b|\\b[A-Z]{1,2}\\d[A-Z] ?\\d[A-Z]\\d\\b",
            "named_post_code",
            "\\b(?:post ?code|(?<!\\.)zip(?: code)?|plz|code postal)\\b\\W{0,3}(?:is )?[a-z]{0,2}\\d\\w{2,}",
            "street",
            "(?-i)\\b\\d{1,4}[a-z]?,? (?:[A-Z][\\w'-]+ ){1,3}(?i:street|st|road|rd|avenue|ave|lane|ln|close|drive|crescent|"
                    + "terrace|square|boulevard|blvd|gardens|mews|grove)\\b|"
                    + "\\b\\p{Lu}[\\p{L}-]+(?:straße|strasse|str\\.|gasse|allee|weg) ?\\d+|"
                    + "\\b\\d{1,4},? (?:rue|avenue|boulevard|via|calle|plaza|piazza) (?:d[eu] )?(?:la )?\\p{Lu}\\w+|"
                    + "\\b(?:Calle|Via|Piazza|Rue) (?:d[eu] )?(?:la )?\\p{Lu}\\w+,? \\d+",
            "town",
            "(?-i)\\b\\d{5} \\p{Lu}\\p{Ll}+, \\p{Lu}");

    private PositionCheck() {}
}
