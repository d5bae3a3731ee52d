package io.frostglass.standalone;

import io.frostglass.standalone.load.SigningScheme;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// The sites, cameras and rules that the demo starts with, in the files of a real installation. Secrets are made anew
/// for each; here they stand in the file itself, so that one can try them.
final class DemoSites {

    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private DemoSites() {}

    /// A new `sites.yaml`: two sites of one group, three cameras each, every signature scheme.
    static String sites() {
        return """
                # The sites and cameras of the demo, made at its first start. Edit it while it runs: it is read again.
                groups:
                  - id: portfolio
                    hash_key: %s
                sites:
                  - id: site-1
                    time_zone: Europe/London
                    hash_key: %s
                    group: portfolio
                    cameras:
                %s
                  - id: site-2
                    time_zone: America/New_York
                    hash_key: %s
                    group: portfolio
                    cameras:
                %s
                """.formatted(
                        key(),
                        key(),
                        cameras(
                                1,
                                SigningScheme.STANDARD_WEBHOOKS,
                                SigningScheme.STANDARD_WEBHOOKS,
                                SigningScheme.GITHUB),
                        key(),
                        cameras(4, SigningScheme.STANDARD_WEBHOOKS, SigningScheme.STANDARD_WEBHOOKS, SigningScheme.HEX))
                .replace("\n\n", "\n");
    }

    private static String cameras(int first, SigningScheme... schemes) {
        var text = new StringBuilder();
        for (int i = 0; i < schemes.length; i++) {
            String secret = schemes[i] == SigningScheme.STANDARD_WEBHOOKS ? webhookSecret() : hexSecret();
            text.append("      - {id: cam-%d, scheme: %s, secrets: [\"%s\"]}%n"
                    .formatted(first + i, schemes[i].code(), secret));
        }
        return text.toString();
    }

    /// A new `rules.yaml`: everything is worth an alert, a person at night most.
    static String rules(URI receiver) {
        return """
                # The rules of the demo, made at its first start. Edit them while it runs: they are read again.
                receivers:
                  demo-pager:
                    url: %s
                    secrets: ["%s"]
                rules:
                  - name: person-at-night
                    when: {labels: [person], between: "22:00-06:00"}
                    severity: critical
                    receivers: [demo-pager]
                  - name: person
                    when: {labels: [person]}
                    severity: warning
                    receivers: [demo-pager]
                  - name: motion
                    severity: info
                    receivers: [demo-pager]
                # Where an agent reads, alerts wait for what it decides, so long at most.
                agents:
                  receivers: [demo-pager]
                  deadline: 5s
                """.formatted(receiver, webhookSecret());
    }

    private static String webhookSecret() {
        return "whsec_" + key();
    }

    private static String hexSecret() {
        return HexFormat.of().formatHex(random());
    }

    private static String key() {
        return Base64.getEncoder().encodeToString(random());
    }

    private static byte[] random() {
        byte[] bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
