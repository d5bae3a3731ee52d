package io.frostglass.gateway.guard;

/// Tokens, keys, passwords and door codes.
final class SecretCheck {

    private static final String IS = "\\W{0,3}(?:(?:is|was|ist|lautet|est|es|er)\\b|[:=])\\W{0,3}";

    static final GuardCheck CHECK = PatternSet.check(
            "secret",
            "key",
            "\\b" + PatternSet.anyOf("secret-prefixes.txt"),
            "token",
            "\\b(?:bearer|basic) +(?=\\S*[\\d=])[a-z0-9._~+/=-]{6,}",
            "pem",
            "-{2,} ?(?:begin|end) [a-z0-9 ]{2,}",
            "password",
            "\\b(?:pass ?(?:word|wort|phrase)?|pwd|passwd|passcode|kennwort|mot de passe|contraseña|user ?name|login|"
                    + "adgangskode|lösenord|wachtwoord|hasło|şifre|parola|пароль)\\b(?:" + IS
                    + "\\S{2,}|\\W{1,3}(?=\\S*\\d)\\S{4,}|\\W{1,3}\\w+ / )",
            "credential",
            "\\b(?:(?:api|access|secret|private|signing|client|encryption|shared|master|auth|wi-?fi|wpa2?|ssh)[-_ ]?)+"
                    + "(?:key|token|secret)\\b\\W{0,3}(?:(?:is|was|now)\\b|[:=])?\\W{0,3}(?=\\S*[\\d!])\\S{4,}",
            "code",
            "\\b(?:door|gate|alarm|access|entry|safe|keypad|security|lock|t[üu]r|alarm)[- ]?(?:code|pin|combination)\\b\\W{0,3}"
                    + "(?:(?:is|was|now|ist)\\b|[:=])?\\W{0,3}\\d{2,}|\\bpin\\b\\W{0,3}(?:(?:is|was|code)\\b|[:=])?\\W{0,3}\\d{4,}"
                    + "|\\bc[óo]d(?:e|igo) (?:de )?(?:la |del? )?(?:porte|puerta|alarme?|portail)\\b\\W{0,3}(?:(?:est|es)\\b|[:=])?\\W{0,3}\\d{3,}"
                    + "|\\b(?:otp|one[- ]time (?:code|password)|2fa code)\\b\\D{0,6}\\d{4,}",
            "assigned",
            "(?<![a-z])(?:secret|token|key|jwt|cookie|session(?:id)?|credentials?)\\b ?(?:=|: ?(?=\\S*\\d)|is (?=\\S*\\d))\\S{4,}"
                    + "|\\bcredentials? \\S+:\\S+",
            "url_credentials",
            "\\w+:\\w+@[\\w.-]+");

    private SecretCheck() {}
}
