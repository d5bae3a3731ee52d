package io.frostglass.ingest;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.encryption.EncryptionSettings;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.ClientAddress;
import io.frostglass.runtime.CommonSettings;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// The settings of ingest.
///
/// @param sitesFile the sites and their cameras
/// @param transactionalId the same at every start of this instance, and different for each instance
/// @param window the most that a signature's time may differ from now
/// @param maxBodyBytes of one request
/// @param maxBytesInFlight of all requests that are being read or written
/// @param bodyTimeout how long a body may take to arrive
/// @param receipts the number of accepted events to remember
/// @param encryption of raw records; empty: they are in clear
record IngestConfig(
        Path sitesFile,
        String transactionalId,
        Duration window,
        int maxBodyBytes,
        int maxBytesInFlight,
        Duration bodyTimeout,
        int receipts,
        Optional<EncryptionSettings> encryption,
        ClientAddress clients) {

    private static final int MIB = 1024 * 1024;
    private static final int LARGEST_BODY = TopicCatalogue.RAW_RECORD_BYTES - MIB;

    private static final String SITES_FILE = "sites.file";
    private static final String INSTANCE_ID = "instance.id";
    private static final String WINDOW = "signature.window.ms";
    private static final String MAX_BODY = "body.max.bytes";
    private static final String MAX_IN_FLIGHT = "body.in.flight.max.bytes";
    private static final String BODY_TIMEOUT = "body.timeout.ms";
    private static final String RECEIPTS = "receipts.max";

    static final ConfigDef DEFINITION = EncryptionSettings.define(
            ClientAddress.define(
                    CommonSettings.definition(8080)
                            .define(
                                    SITES_FILE,
                                    STRING,
                                    NO_DEFAULT_VALUE,
                                    HIGH,
                                    "The YAML file of sites, cameras and secrets.")
                            .define(
                                    INSTANCE_ID,
                                    STRING,
                                    "",
                                    MEDIUM,
                                    "Name of this instance, the same at every start, and different for each; empty: host name and port.")
                            .define(
                                    WINDOW,
                                    LONG,
                                    SignatureVerifier.WINDOW.toMillis(),
                                    between(1_000, Duration.ofHours(1).toMillis()),
                                    MEDIUM,
                                    "The most that the time of a signature may differ from now, in ms, before or after.")
                            .define(
                                    MAX_BODY,
                                    INT,
                                    LARGEST_BODY,
                                    between(1024, LARGEST_BODY),
                                    MEDIUM,
                                    "Largest request, in bytes.")
                            .define(
                                    MAX_IN_FLIGHT,
                                    INT,
                                    128 * MIB,
                                    between(1024, Integer.MAX_VALUE),
                                    MEDIUM,
                                    "Most bytes of requests in memory at once. Above this, ingest answers 503 and cameras try again.")
                            .define(
                                    BODY_TIMEOUT,
                                    LONG,
                                    Duration.ofSeconds(15).toMillis(),
                                    between(100, Duration.ofMinutes(5).toMillis()),
                                    LOW,
                                    "How long the body of a request may take to arrive, in ms.")
                            .define(
                                    RECEIPTS,
                                    INT,
                                    500_000,
                                    between(1_000, 10_000_000),
                                    LOW,
                                    "Number of accepted events to remember, about 120 bytes each. ingest recognises their webhooks.")),
            "Whether ingest encrypts raw records. Set it at anonymize-stream first.");

    IngestConfig {
        if (maxBytesInFlight < maxBodyBytes) {
            throw new ConfigException(MAX_IN_FLIGHT + " must not be less than " + MAX_BODY);
        }
    }

    static IngestConfig of(ApplicationSettings settings) {
        String instance = settings.optional(INSTANCE_ID)
                .orElseGet(() -> hostName() + "-" + settings.integer(CommonSettings.HTTP_PORT));
        return new IngestConfig(
                settings.path(SITES_FILE),
                Principal.INGEST.applicationId() + "-" + instance,
                settings.duration(WINDOW),
                settings.integer(MAX_BODY),
                settings.integer(MAX_IN_FLIGHT),
                settings.duration(BODY_TIMEOUT),
                settings.integer(RECEIPTS),
                EncryptionSettings.of(settings),
                ClientAddress.of(settings));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new ConfigException(INSTANCE_ID + ": this host has no name, so the setting is required");
        }
    }
}
