package io.frostglass.gateway.agents;

import io.frostglass.gateway.agents.AgentDirectory.AgentCredentials;
import io.frostglass.settings.Secret;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlMapping;
import io.frostglass.settings.YamlNode;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Reads the credentials of the agents of one file. No two agents may have the same credential.
final class CredentialsReader {

    private static final String SHA256 = "sha256:";

    private static final ValueParser<String> KEY = ValueParser.matching(
            Pattern.compile(SHA256 + "[0-9a-f]{64}"), "sha256: and the 64 small hex digits of the key's SHA-256");

    private static final ValueParser<String> CERTIFICATE = ValueParser.matching(
            Pattern.compile(SHA256 + "[0-9a-f]{64}"),
            "sha256: and the 64 small hex digits of the certificate's SHA-256 (DER)");

    /// RFC 9068 names no form.
    private static final ValueParser<String> SUBJECT = ValueParser.text(255);

    private static final ValueParser<String> NAME = ValueParser.matching(
            Pattern.compile("[a-z][a-z0-9+.-]*://[!-~]{1,240}|[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?"),
            "a URI such as spiffe://example.org/agent, or a DNS name in small letters, without wildcards");

    private final boolean issuer;
    private final Set<Object> known = new HashSet<>();

    /// @param issuer whether the file has an issuer of access tokens
    CredentialsReader(boolean issuer) {
        this.issuer = issuer;
    }

    private record SeenCredential(String kind, String text) {}

    Supplier<AgentCredentials> read(YamlMapping yaml) {
        var keys = yaml.list("keys", node -> unique("key", node, KEY).map(CredentialsReader::bytes));
        var subjects = yaml.list("subjects", node -> unique("subject", node, SUBJECT));
        var certificates = yaml.list(
                "certificates",
                node -> unique("certificate", node, CERTIFICATE).map(text -> text.substring(SHA256.length())));
        var names = yaml.list("certificate_names", node -> unique("name", node, NAME));
        Supplier<AgentCredentials> all = () -> new AgentCredentials(
                keys.get(), Set.copyOf(subjects.get()), Set.copyOf(certificates.get()), Set.copyOf(names.get()));
        boolean readable = keys.present() && subjects.present() && certificates.present() && names.present();
        if (readable && all.get().isEmpty()) {
            yaml.problem("needs at least one of keys, subjects, certificates, certificate_names");
        }
        if (!issuer && subjects.present() && !subjects.get().isEmpty()) {
            yaml.problem("subjects", "needs the section oidc");
        }
        return all;
    }

    private Optional<String> unique(String kind, YamlNode node, ValueParser<String> parser) {
        return node.scalar(parser).filter(text -> {
            boolean fresh = known.add(new SeenCredential(kind, text));
            if (!fresh) {
                node.problem("is there twice");
            }
            return fresh;
        });
    }

    private static Secret bytes(String text) {
        return Secret.of(HexFormat.of().parseHex(text.substring(SHA256.length())));
    }
}
