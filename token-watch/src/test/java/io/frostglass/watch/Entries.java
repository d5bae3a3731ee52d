package io.frostglass.watch;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Principal;
import java.time.Instant;
import java.util.Locale;

/// Audit entries as the applications write them.
final class Entries {

    private Entries() {}

    /// The application that an entry names.
    static Principal writer(AuditEntry entry) {
        return Principal.valueOf(entry.getApplication().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static AuditEntry.Builder of(Principal application, Action action, Instant at) {
        return AuditEntry.newBuilder()
                .setApplication(application.user())
                .setAction(action)
                .setAt(at);
    }

    static AuditEntry anonymized(String site, String camera, String event, Instant at) {
        return of(Principal.ANONYMIZE_STREAM, Action.anonymized, at)
                .setSiteId(site)
                .setCameraId(camera)
                .setEventId(event)
                .build();
    }

    static AuditEntry minted(String site, String camera, String event, Instant at) {
        return of(Principal.TOKEN_STREAM, Action.minted, at)
                .setSiteId(site)
                .setCameraId(camera)
                .setEventId(event)
                .setSubject(token(event))
                .build();
    }

    static AuditEntry repeats(String site, String camera, String event, Instant at) {
        return of(Principal.TOKEN_STREAM, Action.withheld, at)
                .setReason("duplicate")
                .setSiteId(site)
                .setCameraId(camera)
                .setEventId(event)
                .build();
    }

    static AuditEntry used(String site, String camera, String event, String origin, Instant at) {
        return atGateway(Action.used, site, camera, event, origin, at);
    }

    static AuditEntry refusedAgain(String site, String camera, String event, String origin, Instant at) {
        return atGateway(Action.refused, site, camera, event, origin, at);
    }

    private static AuditEntry atGateway(
            Action action, String site, String camera, String event, String origin, Instant at) {
        return of(Principal.AGENT_GATEWAY, action, at)
                .setSiteId(site)
                .setCameraId(camera)
                .setEventId(event)
                .setSubject(token(event))
                .setOrigin(origin)
                .build();
    }

    static String token(String event) {
        return "jti-" + event;
    }
}
