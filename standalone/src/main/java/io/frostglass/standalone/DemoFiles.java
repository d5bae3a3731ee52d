package io.frostglass.standalone;

import io.frostglass.settings.Sha256;
import io.frostglass.standalone.load.SigningScheme;
import java.net.URI;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HexFormat;

/// The sites, cameras, rules, receivers and agents that the demo starts with, in the files of a real
/// installation. Each demo makes its own secrets. They are in the files themselves, except the agent's key: the
/// agents file holds its hash alone.
final class DemoFiles {

    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private DemoFiles() {}

    /// Makes a `sites.yaml`: two sites of one group, three cameras each, every signature scheme.
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
                """.formatted(key(), key(), cameras(1, SigningScheme.GITHUB), key(), cameras(4, SigningScheme.HEX))
                .replace("\n\n", "\n");
    }

    /// Two cameras sign by Standard Webhooks, the third as given.
    private static String cameras(int first, SigningScheme third) {
        return camera(first, SigningScheme.STANDARD_WEBHOOKS, webhookSecret())
                + camera(first + 1, SigningScheme.STANDARD_WEBHOOKS, webhookSecret())
                + camera(first + 2, third, HexFormat.of().formatHex(random()));
    }

    private static String camera(int number, SigningScheme scheme, String secret) {
        return "      - {id: cam-%d, scheme: %s, secrets: [\"%s\"]}%n".formatted(number, scheme.code(), secret);
    }

    /// Makes a `rules.yaml`: everything raises an alert, a person at night the most severe one.
    static String rules() {
        return """
                # The rules of the demo, made at its first start. Edit them while it runs: they are read again.
                receivers: [demo-pager]
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
                # Where an agent reads, alerts wait for its decision, this long at most.
                agents:
                  receivers: [demo-pager]
                  deadline: 5s
                # These receivers are told if alerts are not delivered. A real firm names others than those above.
                undelivered:
                  receivers: [demo-pager]
                  within: 1m
                """;
    }

    private static String timeZone() {
        String here = ZoneId.systemDefault().getId();
        return ZoneId.getAvailableZoneIds().contains(here) ? here : "UTC";
    }

    /// Makes a `routes.yaml`: the cameras of a site see one place, and short times let one see what happens.
    static String routes() {
        return """
                # The routes of the demo. Edit them while it runs: they are read again. Without this file, each alert is
                # an incident of its own.
                scenes:
                  - {name: yard, site: site-1, cameras: [cam-1, cam-2, cam-3]}
                  - {name: offices, site: site-2, cameras: [cam-4, cam-5, cam-6]}
                route:
                  receivers: [demo-pager]
                  group_interval: 15s
                  repeat_interval: 2m
                  resolve_after: 20s
                  reopen_within: 1m
                # The daily test of the way to people. Set the time to the next minute, and see it come.
                heartbeats:
                  - {sites: [site-1, site-2], at: "09:00", location: %s}
                """.formatted(timeZone());
    }

    /// Makes a `receivers.yaml`: the demo's receiver in place of a paging system.
    static String receivers(URI receiver) {
        return """
                # The receivers of the demo, made at its first start. Edit them while it runs: they are read again.
                receivers:
                  demo-pager:
                    url: %s
                    allow_private: true
                    secrets: ["%s"]
                """.formatted(receiver, webhookSecret());
    }

    /// Makes an `agents.yaml`.
    ///
    /// @param key the agent's API key
    static String agents(String key) {
        return """
                # The agent of the demo, made at its first start. Its key is in agent.key beside this file; here is its
                # SHA-256. Edit this while it runs: it is read again.
                agents:
                  - id: demo-agent
                    keys: ["sha256:%s"]
                    roles: [triage, introspect]
                """.formatted(Sha256.hex(key));
    }

    /// Makes a key of letters, digits, hyphens and low lines.
    static String agentKey() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random());
    }

    private static String webhookSecret() {
        return "whsec_" + key();
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
