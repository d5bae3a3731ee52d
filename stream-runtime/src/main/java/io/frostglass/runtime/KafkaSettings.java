package io.frostglass.runtime;

import io.frostglass.tls.StrictTls;
import io.frostglass.tls.TlsFiles;
import io.frostglass.tls.kafka.PemSslEngineFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.streams.StreamsConfig;

/// Selects the settings of Kafka's clients and of Kafka Streams.
final class KafkaSettings {

    private static final List<String> PREFIXES = List.of(
            StreamsConfig.PRODUCER_PREFIX,
            StreamsConfig.MAIN_CONSUMER_PREFIX,
            StreamsConfig.RESTORE_CONSUMER_PREFIX,
            StreamsConfig.GLOBAL_CONSUMER_PREFIX,
            StreamsConfig.CONSUMER_PREFIX,
            StreamsConfig.ADMIN_CLIENT_PREFIX);

    /// All clients reconnect soon after the brokers are back, and at little cost until then. Kafka adds a random
    /// fifth. A broker whose host is gone closes no connection and takes none: a client gives it up after these
    /// timeouts, which are shorter than Kafka's 30 seconds. No metric is registered for JMX: they are read over
    /// HTTP, and each client would register hundreds, and take them out at its end. The operator's settings precede
    /// these.
    private static final Map<String, Object> DEFAULTS = Map.of(
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "10000",
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, "3000",
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, "10000",
            CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, "100",
            CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "2000",
            CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, "100",
            CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, "1000",
            CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");

    /// Twice as long as Kafka's: while nothing comes, this is most of what an application and its broker do. A consumer
    /// that stops waits for its last fetch.
    private static final String FETCH_MAX_WAIT_MS = "1000";

    /// A state that is restored has many partitions, which are read up to their ends. A fetch that waits at the end of
    /// one holds up the others, and with them the alerts.
    private static final String RESTORE_FETCH_MAX_WAIT_MS = "20";

    private static final Set<String> CLIENT_NAMES = clientNames();
    private static final Set<String> STREAMS_NAMES = StreamsConfig.configDef().names();

    private KafkaSettings() {}

    private static Set<String> clientNames() {
        var names = new HashSet<String>();
        names.addAll(ProducerConfig.configNames());
        names.addAll(ConsumerConfig.configNames());
        names.addAll(AdminClientConfig.configNames());
        TlsFiles.Names files = PemSslEngineFactory.NAMES;
        names.addAll(List.of(files.ca(), files.certificate(), files.key()));
        return Set.copyOf(names);
    }

    static boolean isOne(String name) {
        return CLIENT_NAMES.contains(name)
                || STREAMS_NAMES.contains(name)
                || PREFIXES.stream()
                        .anyMatch(p -> name.startsWith(p) && CLIENT_NAMES.contains(name.substring(p.length())));
    }

    static Map<String, Object> forClient(Map<String, String> given, String prefix) {
        var settings = new HashMap<String, Object>(DEFAULTS);
        if (prefix.equals(StreamsConfig.ADMIN_CLIENT_PREFIX)) {
            // While a request waits for the brokers, the client wakes this often.
            settings.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, "1000");
        } else if (prefix.equals(StreamsConfig.CONSUMER_PREFIX)) {
            settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS);
        }
        given.keySet().stream().filter(CLIENT_NAMES::contains).forEach(name -> settings.put(name, given.get(name)));
        given.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                settings.put(name.substring(prefix.length()), value);
            }
        });
        return withTls(settings);
    }

    static Map<String, Object> forStreams(Map<String, String> given) {
        var settings = new HashMap<String, Object>(DEFAULTS);
        if (!given.containsKey(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG)) {
            settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), FETCH_MAX_WAIT_MS);
        }
        settings.put(
                StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                RESTORE_FETCH_MAX_WAIT_MS);
        given.keySet().stream().filter(KafkaSettings::isOne).forEach(name -> settings.put(name, given.get(name)));
        return withTls(settings);
    }

    /// Adds, for TLS, what reads PEM files again when they change. Who names key stores or another class keeps them,
    /// with our cipher suites.
    static Map<String, Object> withTls(Map<String, Object> settings) {
        String protocol = String.valueOf(settings.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG));
        if (protocol.toUpperCase(Locale.ROOT).endsWith("SSL")) {
            settings.putIfAbsent(SslConfigs.SSL_CIPHER_SUITES_CONFIG, String.join(",", StrictTls.CIPHER_SUITES));
            if (!PemSslEngineFactory.nameStores(settings)) {
                settings.putIfAbsent(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, PemSslEngineFactory.class.getName());
            }
        }
        return settings;
    }
}
