package io.frostglass.ingest;

import static io.frostglass.testsupport.Eventually.eventually;

import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A cluster with instances of ingest, and the records that they write.
final class IngestCluster extends TestCluster {

    private IngestCluster(Path folder) throws IOException {
        super(folder);
    }

    public static IngestCluster start(Path folder) throws IOException {
        var cluster = new IngestCluster(folder);
        cluster.provision();
        return cluster;
    }

    /// An instance of ingest that is ready.
    ///
    /// @param more settings of this instance
    RunningApplication ingest(Path sitesFile, Map<String, String> more) {
        var settings = new HashMap<>(Map.of("sites.file", sitesFile.toString()));
        settings.putAll(more);
        var app = IngestApp.start(
                ApplicationSettings.of(applicationSettings(Principal.INGEST, settings), IngestApp.SETTINGS));
        eventually("ingest is ready", () -> app.health().isReady());
        return app;
    }

    List<MotionRaw> raw() {
        return read(TopicCatalogue.MOTION_RAW, MotionRaw.class);
    }

    List<AuditEntry> audit() {
        return read(AuditTopics.of(Principal.INGEST), AuditEntry.class);
    }
}
