package io.frostglass.anonymize;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.cameras.Site.DuplicateSettings;
import io.frostglass.encryption.EncryptionSettings;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.CommonSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// The settings of anonymize-stream.
///
/// @param sitesFile the same file as at ingest
/// @param window how far a signature's time may be from the broker's timestamp of the record
/// @param threshold for duplicates, at sites without their own
/// @param backgroundsInMemory of how many cameras of a partition
/// @param encryption of raw records; empty: only those in clear can be read
/// @param clearAllowed whether raw records in clear are read
record AnonymizeConfig(
        Path sitesFile,
        Duration window,
        RecogniseScene.SimilarityThreshold threshold,
        int backgroundsInMemory,
        Optional<EncryptionSettings> encryption,
        boolean clearAllowed) {

    /// For slow commits, and differences between the clocks of ingest and broker.
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final String SITES_FILE = "sites.file";
    private static final String WINDOW = "signature.window.ms";
    private static final String DUPLICATES_WINDOW = "duplicates.window.ms";
    private static final String DUPLICATES_DISTANCE = "duplicates.distance";

    private static final String BACKGROUNDS_IN_MEMORY = "backgrounds.in-memory";
    private static final String CLEAR_ALLOWED = "encryption.clear.allowed";

    static final ConfigDef DEFINITION = EncryptionSettings.define(
            CommonSettings.definition(8087)
                    .define(SITES_FILE, STRING, NO_DEFAULT_VALUE, HIGH, "The YAML file of sites, cameras and secrets.")
                    .define(
                            WINDOW,
                            LONG,
                            SignatureVerifier.WINDOW.plus(SLACK).toMillis(),
                            between(1_000, Duration.ofHours(2).toMillis()),
                            MEDIUM,
                            "How far the time of a signature may be from the time at which the broker took the event, in ms;"
                                    + " a minute more than at ingest.")
                    .define(
                            DUPLICATES_WINDOW,
                            LONG,
                            Duration.ofSeconds(30).toMillis(),
                            between(0, DuplicateSettings.MAX_WINDOW.toMillis()),
                            MEDIUM,
                            "How long after a picture another of the same site can be its duplicate, in ms; 0: none is. A site"
                                    + " may have its own in the sites file.")
                    .define(
                            DUPLICATES_DISTANCE,
                            INT,
                            6,
                            between(0, DuplicateSettings.MAX_DISTANCE),
                            LOW,
                            "In how many of 64 bits the perceptual hashes of a picture and its duplicate, or of a picture and a"
                                    + " known pattern, may differ. A site may have its own in the sites file.")
                    .define(
                            BACKGROUNDS_IN_MEMORY,
                            INT,
                            200,
                            between(1, 20_000),
                            LOW,
                            "Of how many cameras of each partition the learnt background is in memory, 52 KB each at most. If"
                                    + " more cameras send in turn, it is read from disk and stored for each event.")
                    .define(
                            CLEAR_ALLOWED,
                            BOOLEAN,
                            true,
                            MEDIUM,
                            "Whether raw records in clear are read, beside encrypted ones. If false, they are refused: set it when"
                                    + " frostglass_anonymize_raw_records_total{form=\"clear\"} no longer grows."),
            "Whether anonymize-stream can read encrypted raw records. It then also encrypts the backgrounds that it"
                    + " learns from them.");

    AnonymizeConfig {
        if (encryption.isEmpty() && !clearAllowed) {
            throw new ConfigException(
                    CLEAR_ALLOWED + ": must be true unless encryption.enabled is: no event could be read");
        }
    }

    static AnonymizeConfig of(ApplicationSettings settings) {
        return new AnonymizeConfig(
                settings.path(SITES_FILE),
                settings.duration(WINDOW),
                new RecogniseScene.SimilarityThreshold(
                        settings.duration(DUPLICATES_WINDOW), settings.integer(DUPLICATES_DISTANCE)),
                settings.integer(BACKGROUNDS_IN_MEMORY),
                EncryptionSettings.of(settings),
                settings.bool(CLEAR_ALLOWED));
    }
}
