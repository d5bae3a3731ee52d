package io.frostglass.embedded;

import io.frostglass.tls.TlsFiles;
import io.frostglass.tls.kafka.PemSslEngineFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings of a broker that is its own controller, on 127.0.0.1: with the access control of production, and
/// small and fast in everything else.
public final class BrokerSettings {

    public static final int NODE_ID = 1;
    public static final String ADMIN = "admin";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerSettings() {}

    /// @param tls the files of the clients' listener; empty: it speaks no TLS
    static Map<String, String> of(
            Path logs, int port, int controllerPort, String adminPassword, Optional<TlsFiles> tls) {
        Map<String, String> settings = new LinkedHashMap<>();
        identity(settings, logs, port, controllerPort);
        authentication(settings, adminPassword);
        tls.ifPresent(files -> encryption(settings, files));
        settings.putAll(shared());
        return Map.copyOf(settings);
    }

    /// The settings that do not depend on where the broker runs and who its users are. The super user is
    /// `admin`.
    public static Map<String, String> shared() {
        Map<String, String> settings = new LinkedHashMap<>();
        authorization(settings);
        internalTopics(settings);
        groups(settings);
        footprint(settings);
        return settings;
    }

    private static void identity(Map<String, String> settings, Path logs, int port, int controllerPort) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("log.dirs", logs.toString());
        String listeners =
                "CLIENT://%s:%d,CONTROLLER://%s:%d".formatted(LocalPorts.HOST, port, LocalPorts.HOST, controllerPort);
        settings.put("listeners", listeners);
        settings.put("advertised.listeners", listeners);
        settings.put("listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        settings.put("inter.broker.listener.name", "CLIENT");
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("controller.quorum.voters", NODE_ID + "@" + LocalPorts.HOST + ":" + controllerPort);
        // The only voter wins at once; a wait for others would delay the start.
        settings.put("controller.quorum.election.timeout.ms", "100");
        settings.put("controller.quorum.election.backoff.max.ms", "100");
        // After a crash the broker must wait until its previous session expires: 9 s by default.
        settings.put("broker.session.timeout.ms", "5000");
        settings.put("broker.heartbeat.interval.ms", "1000");
    }

    private static void authentication(Map<String, String> settings, String adminPassword) {
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
        settings.put("listener.name.client.scram-sha-512.sasl.jaas.config", scram(ADMIN, adminPassword));
        // SCRAM credentials are in the metadata that the controller serves, so it cannot use them itself.
        settings.put("sasl.mechanism.controller.protocol", "PLAIN");
        settings.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
        String once = UserPasswords.fresh(new SecureRandom());
        settings.put(
                "listener.name.controller.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\" user_%s=\"%s\";"
                        .formatted(ADMIN, once, ADMIN, once));
    }

    private static void encryption(Map<String, String> settings, TlsFiles files) {
        settings.put("listener.security.protocol.map", "CLIENT:SASL_SSL,CONTROLLER:SASL_PLAINTEXT");
        settings.putAll(engine(files));
    }

    /// What reads the files, at a broker or a client.
    public static Map<String, String> engine(TlsFiles files) {
        Map<String, String> settings = new LinkedHashMap<>();
        TlsFiles.Names names = PemSslEngineFactory.NAMES;
        settings.put("ssl.engine.factory.class", PemSslEngineFactory.class.getName());
        files.ca().ifPresent(path -> settings.put(names.ca(), path.toString()));
        files.certificate().ifPresent(path -> settings.put(names.certificate(), path.toString()));
        files.key().ifPresent(path -> settings.put(names.key(), path.toString()));
        return settings;
    }

    private static void authorization(Map<String, String> settings) {
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:" + ADMIN);
        settings.put("allow.everyone.if.no.acl.found", "false");
        settings.put("auto.create.topics.enable", "false");
    }

    private static void internalTopics(Map<String, String> settings) {
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "3");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "3");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "3");
        // Transactions of a killed application block readers until they are aborted.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    /// A member that died counts as gone after 6 s. A new member gets its partitions at once.
    private static void groups(Map<String, String> settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.streams.initial.rebalance.delay.ms", "0");
        settings.put("group.share.initialize.retry.interval.ms", "1000");
        for (String protocol : List.of("consumer", "share", "streams")) {
            String group = "group." + protocol + ".";
            settings.put(group + "min.session.timeout.ms", "1000");
            settings.put(group + "session.timeout.ms", "6000");
            settings.put(group + "min.heartbeat.interval.ms", "100");
            settings.put(group + "heartbeat.interval.ms", "1000");
            settings.put(group + "assignment.interval.ms", "0");
        }
        // Tasks move with heartbeats, and events of a stopped instance wait for that.
        settings.put("group.streams.heartbeat.interval.ms", "500");
        // Shortens tests in which a delivery worker dies.
        settings.put("group.share.min.record.lock.duration.ms", "1000");
    }

    private static void footprint(Map<String, String> settings) {
        // The default of 128 MiB does not fit into a small heap.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("group.coordinator.threads", "1");
        settings.put("share.coordinator.threads", "1");
        settings.put("metric.reporters", "");
    }

    /// The `sasl.jaas.config` of a user.
    public static String scram(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(user, password);
    }
}
