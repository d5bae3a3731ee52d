package io.frostglass.delivery.links;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.delivery.links.LinkTarget.IncidentLink;
import io.frostglass.delivery.links.LinkTarget.ThumbnailLink;
import io.frostglass.delivery.receivers.AlertLinks;
import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.topics.IncidentId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Links for tests of other packages.
public final class TestLinks {

    public static final String PUBLIC_URL = "https://alerts.firm.example";
    public static final String KEY = key("0123456789abcdef0123456789abcdef");

    private TestLinks() {}

    public static String key(String bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString(bytes.getBytes(UTF_8));
    }

    static LinkSettings settings(String... keys) {
        return new LinkSettings(
                URI.create(PUBLIC_URL),
                List.of(keys).stream().map(SigningSecret::parse).toList(),
                Duration.ofHours(24),
                Duration.ofHours(1));
    }

    /// The links of a receiver, to alerts that are under way at offset 7 of partition 3.
    public static AlertLinks of(String receiver, String key, Escalation... alerts) {
        var positions = new ThumbnailPositions();
        for (Escalation alert : alerts) {
            positions.add(alert, 3, 7);
        }
        return new ReceiverLinks(settings(key), receiver, positions, InstantSource.system());
    }

    /// The path of a link to a page, signed with [#KEY].
    public static String page(String receiver, String incident, Instant expires) {
        return LinkSettings.INCIDENTS
                + settings(KEY)
                        .codec()
                        .write(new IncidentLink(
                                receiver,
                                expires,
                                IncidentId.parse(incident).orElseThrow(),
                                Set.of(IncidentActionKind.acknowledge)));
    }

    /// The path of a link to a thumbnail, signed with [#KEY].
    public static String thumbnail(String receiver, Instant expires, int partition, long offset, Escalation alert) {
        return LinkSettings.THUMBNAILS
                + settings(KEY)
                        .codec()
                        .write(new ThumbnailLink(
                                receiver,
                                expires,
                                partition,
                                offset,
                                LinkSettings.hash(Objects.requireNonNull(alert.getThumbnail()))));
    }
}
