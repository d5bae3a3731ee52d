package io.frostglass.runtime;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.frostglass.tls.kafka.PemSslEngineFactory;
import io.frostglass.topics.ConfluentSerdes;
import io.frostglass.topics.registry.RegistrySettings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/// The settings that every application has.
public final class CommonSettings {

    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    public static final String HTTP_HOST = "http.host";
    public static final String HTTP_PORT = "http.port";
    public static final String HEALTH_PORT = "health.port";
    public static final String TLS_CERTIFICATE = "http.tls.certificate";
    public static final String TLS_KEY = "http.tls.key";
    public static final String TLS_CLIENT_CA = "http.tls.client.ca";
    public static final String TLS_CLIENT_AUTH = "http.tls.client.auth";
    public static final String KAFKA_METRICS = "metrics.kafka";
    public static final String PROGRESS_TIMEOUT = "progress.timeout.ms";
    public static final String LOG_FORMAT = "log.format";
    public static final String SERDE_FACTORY = "serde.factory";

    /// A client of HTTPS may have no certificate. Handlers see the certificate of one that has.
    static final String REQUESTED = "requested";

    /// A client of HTTPS must have a certificate.
    static final String REQUIRED = "required";

    private static final String CONFLUENT_SERDES = ConfluentSerdes.class.getName();

    private CommonSettings() {}

    /// A new definition with these settings; the application adds its own.
    ///
    /// @param httpPort the default
    public static ConfigDef definition(int httpPort) {
        return new ConfigDef()
                .define(
                        BOOTSTRAP_SERVERS,
                        LIST,
                        NO_DEFAULT_VALUE,
                        HIGH,
                        "Kafka brokers for the first connection, host:port, comma-separated.")
                .define(HTTP_HOST, STRING, "127.0.0.1", HIGH, "Address to listen on for HTTP; 0.0.0.0 for all.")
                .define(
                        HTTP_PORT,
                        INT,
                        httpPort,
                        between(0, 65535),
                        HIGH,
                        "Port to listen on for HTTP, health and metrics included; 0 takes a free one.")
                .define(
                        HEALTH_PORT,
                        INT,
                        0,
                        between(0, 65535),
                        LOW,
                        "Port on 127.0.0.1 for /health/live and /health/ready alone, without TLS: for a check that runs"
                                + " beside the application, as in a container. 0: none.")
                .define(
                        LOG_FORMAT,
                        STRING,
                        LogFormat.TEXT,
                        ValidString.in(LogFormat.TEXT, LogFormat.JSON),
                        LOW,
                        "Form of the log on standard error: text, a line per event; or json, an object per line.")
                .define(
                        PROGRESS_TIMEOUT,
                        LONG,
                        300_000L,
                        atLeast(1000),
                        MEDIUM,
                        "How long an application of Kafka Streams may process nothing while records wait for it, before"
                                + " /health/live is down. It is not while the brokers are away or state is restored.")
                .define(
                        KAFKA_METRICS,
                        BOOLEAN,
                        false,
                        LOW,
                        "Whether an application of Kafka Streams also serves Kafka's own metrics: hundreds, and not of"
                                + " the vocabulary in docs/metrics.md.")
                .define(
                        TLS_CERTIFICATE,
                        STRING,
                        "",
                        MEDIUM,
                        "PEM file with the certificate chain for HTTPS, the server's own first; read again when it"
                                + " changes. Empty: HTTP without TLS.")
                .define(
                        TLS_KEY,
                        STRING,
                        "",
                        MEDIUM,
                        "PEM file with the certificate's private key (PKCS#8, not encrypted); read again when it"
                                + " changes.")
                .define(
                        TLS_CLIENT_CA,
                        STRING,
                        "",
                        MEDIUM,
                        "PEM file with the CAs of client certificates; read again when it changes. Empty: the server"
                                + " asks for no client certificate.")
                .define(
                        TLS_CLIENT_AUTH,
                        STRING,
                        REQUESTED,
                        ValidString.in(REQUESTED, REQUIRED),
                        MEDIUM,
                        "Whether a client may be without a certificate (requested) or not (required), if there is a"
                                + " http.tls.client.ca.")
                .define(
                        PemSslEngineFactory.NAMES.ca(),
                        STRING,
                        "",
                        MEDIUM,
                        "PEM file with the CAs of the brokers' certificates; read again when it changes. Empty: the CAs"
                                + " that the JDK trusts.")
                .define(
                        PemSslEngineFactory.NAMES.certificate(),
                        STRING,
                        "",
                        MEDIUM,
                        "PEM file with the certificate chain to show to brokers, the application's own first; read"
                                + " again when it changes. Empty: none.")
                .define(
                        PemSslEngineFactory.NAMES.key(),
                        STRING,
                        "",
                        MEDIUM,
                        "PEM file with that certificate's private key (PKCS#8, not encrypted); read again when it"
                                + " changes.")
                .define(
                        SERDE_FACTORY,
                        STRING,
                        CONFLUENT_SERDES,
                        LOW,
                        "Class that makes the serdes of the topics (io.frostglass.topics.SerdeFactory).")
                .define(
                        "schema.registry.url",
                        LIST,
                        NO_DEFAULT_VALUE,
                        HIGH,
                        "Addresses of a Confluent-compatible schema registry, comma-separated, tried in turn.")
                .define(
                        RegistrySettings.TLS_NAMES.ca(),
                        STRING,
                        "",
                        MEDIUM,
                        "PEM file with the CAs of the registry's certificate; read again when it changes. Empty: the"
                                + " CAs that the JDK trusts.")
                .define(
                        RegistrySettings.TLS_NAMES.certificate(),
                        STRING,
                        "",
                        LOW,
                        "PEM file with the certificate chain to show to the registry; read again when it changes."
                                + " Empty: none.")
                .define(
                        RegistrySettings.TLS_NAMES.key(),
                        STRING,
                        "",
                        LOW,
                        "PEM file with that certificate's private key (PKCS#8, not encrypted); read again when it"
                                + " changes.")
                .define(
                        ConfluentSerdes.TRACE_HEADERS,
                        BOOLEAN,
                        false,
                        LOW,
                        "Whether the records of an event get the header traceparent, whose trace id is that of the event:"
                                + " see docs/tracing.md.")
                .define(
                        "auto.register.schemas",
                        BOOLEAN,
                        false,
                        MEDIUM,
                        "Whether this application may register a schema that the registry does not have.")
                .define(
                        "basic.auth.credentials.source",
                        STRING,
                        "URL",
                        LOW,
                        "USER_INFO to log in to the schema registry with basic.auth.user.info.")
                .define("basic.auth.user.info", PASSWORD, "", LOW, "user:password for the schema registry.");
    }
}
