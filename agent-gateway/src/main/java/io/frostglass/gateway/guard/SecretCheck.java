package io.frostglass.gateway.guard;

/// Tokens, keys and passwords.
final class SecretCheck implements Check {

    private static final Rules RULES = Rules.of(
            "token",
            "eyj[a-z0-9_-]{6,}|\\bbearer +[a-z0-9._~+/-]{6,}",
            "signing_secret",
            "\\bwhsec_|\\bwhpk_|\\bwhsk_",
            "pem",
            "-{2,} ?(?:begin|end) [a-z0-9 ]{2,}|\\bssh-(?:rsa|ed25519|dss) +\\S{6,}|\\becdsa-sha2-\\S+",
            "api_key",
            "\\b(?:sk|pk|rk|api)[-_](?:live|test|proj|ant|key)?[-_]?[a-z0-9]{8,}|\\bgh[pousr]_[a-z0-9]{8,}|"
                    + "\\bgithub_pat_\\w+|\\bxox[abprs]-\\S+|\\b(?:akia|asia)[a-z0-9]{12,}|\\baiza[\\w-]{10,}|"
                    + "\\bglpat-\\S+|\\bnpm_[a-z0-9]{8,}|\\bya29\\.\\S+|\\bsg\\.[\\w-]{8,}|\\bhf_[a-z0-9]{8,}|"
                    + "\\bage-secret-key-\\S+|\\bdop_v1_\\S+|\\bshpat_\\S+|\\bpypi-\\S{8,}|\\bhvs\\.\\S{6,}",
            "password",
            "\\b(?:p[a@][s$]{2} ?(?:word|wort|phrase|code)|pwd|passwd|kennwort|mot de passe|contraseña|user ?name|login|"
                    + "adgangskode|lösenord|losenord|wachtwoord|hasło|haslo|şifre|sifre|parola|пароль)"
                    + "\\b\\W{0,3}(?:(?:is|ist|lautet|est|es|er|är|to|set to)\\b|[:=])\\W{0,3}\\S{2,}",
            "credential",
            "\\b(?:api|access|secret|private|signing|client|encryption|shared|master|auth)[-_ ]?"
                    + "(?:key|token|secret)\\b\\W{0,3}(?:(?:is|was|now)\\b|[:=])?\\W{0,3}(?=\\S*\\d)[\\w./+=-]{4,}",
            "code",
            "\\b(?:door|gate|alarm|access|entry|safe|keypad|disarm|security|unlock|lock)[- ]?(?:code|pin)\\b"
                    + "\\W{0,3}(?:(?:is|was|now)\\b|[:=])?\\W{0,3}\\d{3,}|\\bpin\\b\\W{0,3}(?:(?:is|was|code)\\b|[:=])?"
                    + "\\W{0,3}\\d{4,}|\\b(?:otp|one[- ]time (?:code|password)|2fa code)\\b\\D{0,6}\\d{4,}",
            "assigned",
            "\\b(?:secret|token|key|jwt|credentials?)\\b ?(?:=|: ?(?=\\S*\\d))\\S{4,}",
            "url_credentials",
            "\\w+:\\w+@[\\w.-]+");

    @Override
    public String name() {
        return "secret";
    }

    @Override
    public CheckResult check(Text text) {
        CheckResult result = RULES.block(name(), text);
        return result instanceof CheckResult.Passed
                ? RULES.block(name(), new Text(text.raw(), text.spelled(), text.about()))
                : result;
    }
}
