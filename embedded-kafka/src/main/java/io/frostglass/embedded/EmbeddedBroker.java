package io.frostglass.embedded;

import io.frostglass.topics.Principal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/// A Kafka broker in this process, on 127.0.0.1, with its data in a folder. Who may do what is enforced as in
/// production: SCRAM-SHA-512 with a user per [Principal] and `admin`, deny by default, no topic made by itself.
///
/// The folder is made at the first start and used again at the next, also after the process was killed:
///
/// | in the folder | is |
/// |---|---|
/// | `broker/` | Kafka's log directory |
/// | `broker-passwords.properties` | the users' passwords; its owner alone can read it |
///
/// For development, the demo and tests: there is one copy of everything, and no TLS. A fault that Kafka calls fatal
/// ends the process.
public final class EmbeddedBroker implements AutoCloseable {

    private static final int SCRAM_ITERATIONS = 4096;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String PASSWORDS = "broker-passwords.properties";

    private final FolderLock lock;
    private final KafkaRaftServer server;
    private final int port;
    private final UserPasswords userPasswords;

    private EmbeddedBroker(FolderLock lock, KafkaRaftServer server, int port, UserPasswords userPasswords) {
        this.lock = lock;
        this.server = server;
        this.port = port;
        this.userPasswords = userPasswords;
    }

    /// Starts the broker and returns when it answers.
    ///
    /// @param dir where its data is or will be
    /// @param port to listen on, 0 for any that is free
    /// @throws java.net.BindException if the port is taken
    /// @throws IOException if the folder cannot be used, or another broker runs on it
    /// @throws KafkaException if its data is damaged
    public static EmbeddedBroker start(Path dir, int port) throws IOException {
        FolderLock lock = FolderLock.take(OwnerOnly.folder(dir));
        try {
            return start(lock, dir, port);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedBroker start(FolderLock lock, Path dir, int port) throws IOException {
        Path logs = OwnerOnly.folder(dir.toAbsolutePath().resolve("broker"));
        UserPasswords known = UserPasswords.read(dir.resolve(PASSWORDS));
        UserPasswords all = known.with(users());
        if (!Files.exists(logs.resolve("meta.properties"))) {
            all.write(dir, PASSWORDS);
            known = all;
            format(logs, all);
        }
        int listening = LocalPorts.free(port);
        Map<String, String> settings =
                BrokerSettings.of(logs, listening, LocalPorts.freeBeside(listening), all.of(BrokerSettings.ADMIN));
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        EmbeddedBroker broker = new EmbeddedBroker(lock, server, listening, all);
        try {
            server.startup();
            broker.addUsersUnknownTo(known);
            if (!known.equals(all)) {
                all.write(dir, PASSWORDS);
            }
            return broker;
        } catch (IOException | RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /// For `bootstrap.servers`.
    public String bootstrapServers() {
        return LocalPorts.HOST + ":" + port;
    }

    /// The port it listens on.
    public int port() {
        return port;
    }

    /// What a Kafka client needs to connect as this principal.
    public Map<String, String> clientProperties(Principal principal) {
        return propertiesOf(principal.user());
    }

    /// What a Kafka client needs to connect as `admin`, who may do everything.
    public Map<String, String> adminProperties() {
        return propertiesOf(BrokerSettings.ADMIN);
    }

    /// An administrator's connection; the caller closes it.
    public Admin admin() {
        return Admin.create(Map.copyOf(adminProperties()));
    }

    /// Writes `<principal>.properties` for each principal, and `admin.properties`: ready configurations for any
    /// Kafka client. Their owner alone can read them.
    ///
    /// @param others what else to say in each, such as where the schema registry is
    public void writeClientProperties(Path folder, Map<String, String> others) throws IOException {
        for (String user : users()) {
            StringWriter text = new StringWriter();
            Properties properties = new Properties();
            properties.putAll(propertiesOf(user));
            properties.putAll(others);
            properties.store(text, "Kafka client configuration for " + user);
            OwnerOnly.write(folder, user + ".properties", text.toString());
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        lock.close();
    }

    private Map<String, String> propertiesOf(String user) {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                BrokerSettings.scram(user, userPasswords.of(user)));
    }

    private static List<String> users() {
        List<String> users = new ArrayList<>();
        users.add(BrokerSettings.ADMIN);
        Arrays.stream(Principal.values()).map(Principal::user).forEach(users::add);
        return users;
    }

    private static void format(Path logs, UserPasswords userPasswords) throws IOException {
        List<String> users = userPasswords.byUser().entrySet().stream()
                .map(user -> "SCRAM-SHA-512=[name=" + user.getKey() + ",password=" + user.getValue() + "]")
                .toList();
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerSettings.NODE_ID)
                    .addDirectory(logs.toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setScramArguments(users)
                    .run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot format " + logs, e);
        }
    }

    /// A folder of an older version knows fewer principals.
    private void addUsersUnknownTo(UserPasswords known) {
        List<String> fresh = userPasswords.byUser().keySet().stream()
                .filter(user -> !known.byUser().containsKey(user))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        List<UserScramCredentialAlteration> additions = new ArrayList<>();
        for (String user : fresh) {
            ScramCredentialInfo kind = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS);
            additions.add(new UserScramCredentialUpsertion(user, kind, userPasswords.of(user)));
        }
        try (Admin admin = admin()) {
            admin.alterUserScramCredentials(additions).all().get();
            awaitLogIn(fresh.getLast());
        } catch (ExecutionException e) {
            throw new KafkaException("cannot add users", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while adding users", e);
        }
    }

    /// The controller answers before the broker knows. All users come in one step, so one speaks for all.
    private void awaitLogIn(String user) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try (Admin asUser = Admin.create(Map.copyOf(propertiesOf(user)))) {
                asUser.describeCluster().nodes().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof SaslAuthenticationException) || System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }
}
