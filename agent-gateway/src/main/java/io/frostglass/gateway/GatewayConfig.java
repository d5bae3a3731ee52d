package io.frostglass.gateway;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.frostglass.gateway.feed.EventFeed.FeedLimits;
import io.frostglass.gateway.mcp.McpSessions.McpLimits;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.ClientAddress;
import io.frostglass.runtime.CommonSettings;
import io.frostglass.settings.Secret;
import io.frostglass.topics.Principal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// The settings of agent-gateway.
///
/// @param templatesFile empty for the built-in templates
/// @param originKey for the `origin` of audit entries
/// @param issuer the `iss` of event tokens
/// @param instance the unique name of this instance, the same at every start
/// @param decisions the most decisions in memory
/// @param clients finds the addresses of clients
record GatewayConfig(
        Path agentsFile,
        Optional<Path> templatesFile,
        Secret originKey,
        String issuer,
        String instance,
        FeedLimits feed,
        int decisions,
        McpLimits mcp,
        ClientAddress clients) {

    /// An HMAC key shorter than this could be guessed.
    private static final int SHORTEST_KEY = 16;

    private static final int MIB = 1024 * 1024;

    private static final String AGENTS_FILE = "agents.file";
    private static final String TEMPLATES_FILE = "templates.file";
    private static final String ORIGIN_KEY = "origin.key";
    private static final String ISSUER = "token.issuer";
    private static final String INSTANCE_ID = "instance.id";
    private static final String FEED_EVENTS = "feed.max.events";
    private static final String FEED_BYTES = "feed.max.bytes";
    private static final String FEED_WAITING = "feed.max.waiting";
    private static final String DECISIONS = "decisions.max";
    private static final String MCP_ORIGINS = "mcp.allowed.origins";
    private static final String MCP_SESSIONS = "mcp.max.sessions";
    private static final String MCP_IDLE = "mcp.session.idle.seconds";

    /// As a browser writes it: scheme, host, and port unless it is the default.
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.-]+(:\\d{1,5})?");

    static final ConfigDef DEFINITION = ClientAddress.define(CommonSettings.definition(8082))
            .define(
                    AGENTS_FILE,
                    STRING,
                    NO_DEFAULT_VALUE,
                    HIGH,
                    "YAML file with the agents and their credentials; the gateway reads it again when it changes.")
            .define(
                    TEMPLATES_FILE,
                    STRING,
                    "",
                    LOW,
                    "YAML file with the templates; the gateway reads it again when it changes. Empty: built-in templates.")
            .define(
                    ORIGIN_KEY,
                    PASSWORD,
                    NO_DEFAULT_VALUE,
                    HIGH,
                    "Secret, the same at all instances, that hides clients' addresses in the audit log (HMAC).")
            .define(ISSUER, STRING, "frostglass", MEDIUM, "The iss that event tokens must have.")
            .define(INSTANCE_ID, STRING, "", MEDIUM, "Unique name, the same at every start. Empty: host and port.")
            .define(FEED_EVENTS, INT, 10_000, between(1, 1_000_000), LOW, "The most events that agents can read.")
            .define(FEED_BYTES, INT, 64 * MIB, between(MIB, 1024 * MIB), LOW, "The most bytes of these events.")
            .define(
                    FEED_WAITING,
                    INT,
                    512,
                    between(1, 100_000),
                    LOW,
                    "The most requests that may wait for an event at once. One agent may have a quarter of them.")
            .define(
                    DECISIONS,
                    INT,
                    50_000,
                    between(1_000, 10_000_000),
                    LOW,
                    "The most decisions of the last ten minutes in memory, 2 KB each. The gateway refuses more.")
            .define(
                    MCP_ORIGINS,
                    LIST,
                    "",
                    LOW,
                    "Web pages whose scripts may use MCP, such as https://agent.example, comma-separated. Pages of this"
                            + " machine always may.")
            .define(
                    MCP_SESSIONS,
                    INT,
                    1_000,
                    between(4, 1_000_000),
                    LOW,
                    "The most MCP sessions at once. One agent may have a quarter of them.")
            .define(MCP_IDLE, INT, 600, between(60, 86_400), LOW, "Seconds until an unused MCP session ends.");

    GatewayConfig {
        if (originKey.length() < SHORTEST_KEY) {
            throw new ConfigException(ORIGIN_KEY + " must have " + SHORTEST_KEY + " characters or more");
        }
        if (issuer.isBlank()) {
            throw new ConfigException(ISSUER + " must not be empty");
        }
        if (!mcp.origins().stream().allMatch(origin -> ORIGIN.matcher(origin).matches())) {
            throw new ConfigException(MCP_ORIGINS + " must be origins: scheme, host and port, and no path");
        }
    }

    static GatewayConfig of(ApplicationSettings settings) {
        return new GatewayConfig(
                settings.path(AGENTS_FILE),
                settings.optional(TEMPLATES_FILE).map(Path::of),
                Secret.of(settings.secret(ORIGIN_KEY)),
                settings.string(ISSUER),
                settings.optional(INSTANCE_ID)
                        .orElseGet(() -> hostName() + "-" + settings.integer(CommonSettings.HTTP_PORT)),
                new FeedLimits(
                        settings.integer(FEED_EVENTS), settings.integer(FEED_BYTES), settings.integer(FEED_WAITING)),
                settings.integer(DECISIONS),
                new McpLimits(
                        Set.copyOf(settings.list(MCP_ORIGINS)),
                        settings.integer(MCP_SESSIONS),
                        Duration.ofSeconds(settings.integer(MCP_IDLE))),
                ClientAddress.of(settings));
    }

    /// The id of one of this instance's transactional producers.
    String transactionalId(String producer) {
        return Principal.AGENT_GATEWAY.applicationId() + "-" + producer + "-" + instance;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new ConfigException(INSTANCE_ID + ": this host has no name, so it must be set");
        }
    }
}
