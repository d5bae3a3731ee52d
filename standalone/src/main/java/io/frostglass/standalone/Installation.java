package io.frostglass.standalone;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.embedded.OwnerOnly;
import io.frostglass.topics.ConfluentSerdes;
import io.frostglass.topics.SerdeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A folder with all files of an installation on one machine: those of a real one (sites, rules, receivers, agents, one
/// `.properties` per application), and the data of broker and registry. The first start makes it, with new secrets;
/// later starts use it again.
///
/// @param folder of the installation; readable by its owner only
/// @param merging whether anonymize-stream marks pictures that repeat another, as in production. The pictures
///     of simulated cameras are much alike; `false` lets each event arrive
public record Installation(Path folder, DemoPorts ports, boolean merging) {

    private static final Pattern WEBHOOK_SECRET = Pattern.compile("whsec_[A-Za-z0-9+/=]+");

    /// Changes with every topology: Kafka Streams cannot go on from the state of another one.
    private static final String LAYOUT = "8";

    /// Opens the folder, and makes the files that are missing.
    ///
    /// @throws UncheckedIOException if the folder cannot be written
    /// @throws IllegalStateException if it holds the data of another version
    public static Installation open(Path folder, DemoPorts ports, boolean merging) {
        var installation = new Installation(folder.toAbsolutePath().normalize(), ports, merging);
        try {
            OwnerOnly.folder(installation.folder);
            Files.createDirectories(installation.thumbnails());
            installation.checkLayout();
            installation.writeIfMissing(installation.sites(), DemoFiles::sites);
            installation.writeIfMissing(installation.rules(), DemoFiles::rules);
            installation.writeIfMissing(
                    installation.receivers(), () -> DemoFiles.receivers(installation.receiverUrl()));
            installation.writeIfMissing(installation.originKey(), () -> DemoFiles.agentKey() + "\n");
            if (!Files.exists(installation.agents())) {
                String key = DemoFiles.agentKey();
                installation.write(installation.agentKey(), key + "\n");
                installation.write(installation.agents(), DemoFiles.agents(key));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + installation.folder, e);
        }
        return installation;
    }

    private void writeIfMissing(Path file, Supplier<String> text) {
        if (!Files.exists(file)) {
            write(file, text.get());
        }
    }

    private void checkLayout() throws IOException {
        Path layout = folder.resolve("layout");
        if (!Files.exists(folder.resolve("broker"))) {
            write(layout, LAYOUT + "\n");
        } else if (!Files.exists(layout) || !Files.readString(layout).strip().equals(LAYOUT)) {
            throw new IllegalStateException(folder + " holds data of another version, which Kafka cannot use;"
                    + " delete broker, registry and state in it, or name another folder with --data");
        }
    }

    public Path sites() {
        return folder.resolve("sites.yaml");
    }

    public Path rules() {
        return folder.resolve("rules.yaml");
    }

    /// The receivers file.
    public Path receivers() {
        return folder.resolve("receivers.yaml");
    }

    /// The routes file, which makes incidents of alerts; the folder has none at first.
    Path routes() {
        return folder.resolve("routes.yaml");
    }

    /// Makes a routes file, if there is none: from the next start on, alerts become incidents.
    void addRoutes() {
        writeIfMissing(routes(), DemoFiles::routes);
    }

    /// Whether alerts become incidents.
    boolean hasRoutes() {
        return Files.exists(routes());
    }

    /// Thresholds of token-watch; the folder has none at first.
    Path watch() {
        return folder.resolve("watch.yaml");
    }

    /// The agents file.
    public Path agents() {
        return folder.resolve("agents.yaml");
    }

    /// The API key of the demo's agent.
    public Path agentKey() {
        return folder.resolve("agent.key");
    }

    /// The key of the hash of clients' addresses at the gateways.
    Path originKey() {
        return folder.resolve("origin.key");
    }

    public Path thumbnails() {
        return folder.resolve("thumbnails");
    }

    Path incidentPage() {
        return folder.resolve("incidents.html");
    }

    /// The URL of the receiver of alerts.
    public URI receiverUrl() {
        return url(ports.receiver()).resolve("/alerts");
    }

    URI registryUrl() {
        return url(ports.registry());
    }

    private static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// The URL of ingest.
    public URI ingestUrl() {
        return url(Application.INGEST.port(ports));
    }

    /// The URL of agent-gateway.
    public URI gatewayUrl() {
        return url(Application.AGENT_GATEWAY.port(ports));
    }

    /// Returns the secret that signs alerts for the demo's receiver, from the receivers file.
    public String receiverSecret() {
        try {
            return WEBHOOK_SECRET
                    .matcher(Files.readString(receivers()))
                    .results()
                    .map(MatchResult::group)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(receivers() + ": no whsec_ secret"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + receivers(), e);
        }
    }

    /// Returns serdes by the schema registry of this installation.
    public SerdeFactory serdes() {
        var serdes = new ConfluentSerdes();
        serdes.configure(Map.of("schema.registry.url", registryUrl().toString()));
        return serdes;
    }

    /// Writes an application's settings, and returns the file.
    ///
    /// @param kafka how it connects to the cluster; with `schema.registry.url`, if the registry is not that of
    ///     this installation
    public Path writeSettings(Application application, Map<String, String> kafka) {
        var settings = new TreeMap<>(kafka);
        settings.put("http.port", Integer.toString(application.port(ports)));
        settings.putIfAbsent("schema.registry.url", registryUrl().toString());
        settings.putAll(application.settings(this));
        var text = new StringBuilder("# Settings of " + application.principal().user() + ", written at each start.\n");
        settings.forEach((name, value) -> text.append(name)
                .append('=')
                .append(value.replace("\\", "\\\\"))
                .append('\n'));
        Path file =
                folder.resolve("applications").resolve(application.principal().user() + ".properties");
        write(file, text.toString());
        return file;
    }

    /// Writes `endpoints.json`: the URL of everything that listens, by name.
    void writeEndpoints(String bootstrapServers) {
        var endpoints = new LinkedHashMap<String, String>();
        for (Application application : Application.ALL) {
            endpoints.put(application.command(), url(application.port(ports)).toString());
        }
        endpoints.put("schema-registry", registryUrl().toString());
        endpoints.put("receiver", receiverUrl().toString());
        endpoints.put("broker", bootstrapServers);
        write(
                folder.resolve("endpoints.json"),
                new JsonMapper().valueToTree(endpoints).toPrettyString() + "\n");
    }

    /// Writes a file that only its owner can read: most of them hold secrets.
    private void write(Path file, String text) {
        try {
            OwnerOnly.write(Objects.requireNonNull(file.getParent()), String.valueOf(file.getFileName()), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
