package io.frostglass.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.frostglass.tls.TlsFiles;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
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

/// A Kafka broker in this process, on 127.0.0.1, with its data in a folder. It enforces the access control of
/// production: SCRAM-SHA-512 with a user per [Principal] and `admin`, ACLs that deny by default, no automatic
/// topics.
///
/// The first start creates the folder. Later starts use it again, also after the process was killed:
///
/// | in the folder | is |
/// |---|---|
/// | `broker/` | Kafka's log directory |
/// | `broker-passwords.properties` | the users' passwords; only its owner can read it |
///
/// For development, the demo and tests: it has no replicas, and no TLS unless told. An error that Kafka treats as fatal
/// ends the
/// process.
public final class EmbeddedBroker implements AutoCloseable {

    private static final int SCRAM_ITERATIONS = 4096;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String PASSWORDS = "broker-passwords.properties";

    private final FileChannel lock;
    private final KafkaRaftServer server;
    private final int port;
    private final UserPasswords passwords;
    private final Optional<TlsFiles> tls;

    private EmbeddedBroker(
            FileChannel lock, KafkaRaftServer server, int port, UserPasswords passwords, Optional<TlsFiles> tls) {
        this.lock = lock;
        this.server = server;
        this.port = port;
        this.passwords = passwords;
        this.tls = tls;
    }

    /// Starts the broker and returns when it answers.
    ///
    /// @param port 0 for any that is free
    /// @throws java.net.BindException if the port is taken
    /// @throws IOException if the folder cannot be used, or another broker runs on it
    /// @throws KafkaException if its data is damaged
    public static EmbeddedBroker start(Path dir, int port) throws IOException {
        return start(dir, port, Map.of());
    }

    /// The same, with other settings.
    ///
    /// @param more of the broker, which precede those that it would have
    public static EmbeddedBroker start(Path dir, int port, Map<String, String> more) throws IOException {
        return start(dir, port, Optional.empty(), more);
    }

    /// The same, with TLS for its clients.
    ///
    /// @param tls the broker's certificate, which must be valid for 127.0.0.1, its key, and the CA of clients
    public static EmbeddedBroker start(Path dir, int port, TlsFiles tls) throws IOException {
        return start(dir, port, Optional.of(tls), Map.of());
    }

    private static EmbeddedBroker start(Path dir, int port, Optional<TlsFiles> tls, Map<String, String> more)
            throws IOException {
        FileChannel lock = lock(OwnerOnly.folder(dir));
        try {
            return start(lock, dir, port, tls, more);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Allows one broker per folder: Kafka takes its own lock only after its controller has begun to write there.
    /// The operating system releases the lock at the end of the process, however it ends.
    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(folder.resolve("broker.lock"), CREATE, WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // A broker of this process holds the lock.
        }
        channel.close();
        throw new IOException("another broker runs on " + folder);
    }

    private static EmbeddedBroker start(
            FileChannel lock, Path dir, int port, Optional<TlsFiles> tls, Map<String, String> more) throws IOException {
        Path logs = OwnerOnly.folder(dir.toAbsolutePath().resolve("broker"));
        UserPasswords known = UserPasswords.read(dir.resolve(PASSWORDS));
        UserPasswords all = known.with(users());
        if (!Files.exists(logs.resolve("meta.properties"))) {
            all.write(dir, PASSWORDS);
            known = all;
            format(logs, all);
        }
        int listening = LocalPorts.free(port);
        var settings = new HashMap<>(BrokerSettings.of(
                logs, listening, LocalPorts.freeBeside(listening), all.of(BrokerSettings.ADMIN), tls));
        settings.putAll(more);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        EmbeddedBroker broker = new EmbeddedBroker(lock, server, listening, all, tls);
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

    /// Its port.
    public int port() {
        return port;
    }

    /// The configuration of a Kafka client that connects as this principal.
    public Map<String, String> clientProperties(Principal principal) {
        return propertiesOf(principal.user());
    }

    /// The configuration of a Kafka client that connects as `admin`, who may do everything.
    public Map<String, String> adminProperties() {
        return propertiesOf(BrokerSettings.ADMIN);
    }

    /// A client that connects as `admin`. The caller closes it.
    public Admin admin() {
        return Admin.create(Map.copyOf(adminProperties()));
    }

    /// Writes `<principal>.properties` for each principal, and `admin.properties`: configurations for any Kafka
    /// client. Only their owner can read them.
    ///
    /// @param others further properties for each file, such as the address of the schema registry
    public void writeClientProperties(Path folder, Map<String, String> others) throws IOException {
        for (String user : users()) {
            Map<String, String> properties = new HashMap<>(propertiesOf(user));
            properties.putAll(others);
            OwnerOnly.write(folder, user + ".properties", properties, "Kafka client configuration for " + user);
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> propertiesOf(String user) {
        Map<String, String> properties = new HashMap<>();
        properties.put("bootstrap.servers", bootstrapServers());
        properties.put("security.protocol", tls.isPresent() ? "SASL_SSL" : "SASL_PLAINTEXT");
        properties.put("sasl.mechanism", "SCRAM-SHA-512");
        properties.put("sasl.jaas.config", BrokerSettings.scram(user, passwords.of(user)));
        tls.map(files -> new TlsFiles(Optional.empty(), Optional.empty(), files.ca()))
                .ifPresent(files -> properties.putAll(BrokerSettings.engine(files)));
        return Map.copyOf(properties);
    }

    private static List<String> users() {
        var principals = Arrays.stream(Principal.values()).map(Principal::user);
        return Stream.concat(Stream.of(BrokerSettings.ADMIN), principals).toList();
    }

    private static void format(Path logs, UserPasswords passwords) throws IOException {
        List<String> users = passwords.byUser().entrySet().stream()
                .map(user -> "SCRAM-SHA-512=[name=" + user.getKey() + ",password=" + user.getValue() + "]")
                .toList();
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerSettings.NODE_ID)
                    .addDirectory(logs.toString())
                    .setMetadataLogDirectory(logs.toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setScramArguments(users)
                    .run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot format " + logs, e);
        }
    }

    /// Adds the users that a folder of an older version does not have.
    private void addUsersUnknownTo(UserPasswords known) {
        List<String> fresh = passwords.byUser().keySet().stream()
                .filter(user -> !known.byUser().containsKey(user))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        ScramCredentialInfo kind = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS);
        List<UserScramCredentialAlteration> additions = new ArrayList<>();
        fresh.forEach(user -> additions.add(new UserScramCredentialUpsertion(user, kind, passwords.of(user))));
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

    /// Waits until the broker knows the users, because the controller answers earlier. They are added in one step,
    /// so the check of one of them is enough.
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
