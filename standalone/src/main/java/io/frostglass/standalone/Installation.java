package io.frostglass.standalone;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.topics.ConfluentSerdes;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder with everything that an installation on one machine needs and leaves: the files that a real one would
/// have (sites, rules, agents, one `.properties` per application), and the data of broker and registry. It is made
/// at the first start and used again at the next, with the same secrets.
///
/// @param folder of the installation; readable by its owner only
/// @param demoPorts what listens where
/// @param merging whether pictures that repeat another are marked, as they are everywhere else. Simulated cameras
///     show much the same all the time, and whoever follows or counts events wants each of them to arrive
public record Installation(Path folder, DemoPorts demoPorts, boolean merging) {

    private static final Pattern WEBHOOK_SECRET = Pattern.compile("whsec_[A-Za-z0-9+/=]+");

    /// To be changed with every change of a topology: Kafka goes on with none that differs from the group's.
    private static final String LAYOUT = "3";

    /// Makes the folder and the files that are not there.
    ///
    /// @throws UncheckedIOException if the folder cannot be written
    /// @throws IllegalStateException if another version has left its data there
    public static Installation open(Path folder, DemoPorts demoPorts, boolean merging) {
        var installation = new Installation(folder.toAbsolutePath().normalize(), demoPorts, merging);
        try {
            Files.createDirectories(installation.folder);
            protect(installation.folder, "rwx------");
            Files.createDirectories(installation.thumbnails());
            installation.checkLayout();
            if (!Files.exists(installation.sites())) {
                installation.write(installation.sites(), DemoSites.sites());
            }
            if (!Files.exists(installation.rules())) {
                installation.write(installation.rules(), DemoSites.rules(installation.receiverUrl()));
            }
            if (!Files.exists(installation.originKey())) {
                installation.write(installation.originKey(), DemoAgents.key() + "\n");
            }
            if (!Files.exists(installation.agents())) {
                String key = DemoAgents.key();
                installation.write(installation.agentKey(), key + "\n");
                installation.write(installation.agents(), DemoAgents.agents(key));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + installation.folder, e);
        }
        return installation;
    }

    private void checkLayout() throws IOException {
        Path layout = folder.resolve("layout");
        if (!Files.exists(broker())) {
            write(layout, LAYOUT + "\n");
        } else if (!Files.exists(layout) || !Files.readString(layout).strip().equals(LAYOUT)) {
            throw new IllegalStateException(folder + " is of another version, with which Kafka cannot go on;"
                    + " delete broker, registry and state in it, or take another folder with --data");
        }
    }

    public Path sites() {
        return folder.resolve("sites.yaml");
    }

    public Path rules() {
        return folder.resolve("rules.yaml");
    }

    /// Thresholds of token-watch; there only if somebody has written it.
    Path watch() {
        return folder.resolve("watch.yaml");
    }

    /// The agents that the gateway lets in.
    public Path agents() {
        return folder.resolve("agents.yaml");
    }

    /// The API key of the demo's agent, for who wants to be one.
    public Path agentKey() {
        return folder.resolve("agent.key");
    }

    /// Under which the gateways hash the addresses of their clients.
    Path originKey() {
        return folder.resolve("origin.key");
    }

    public Path thumbnails() {
        return folder.resolve("thumbnails");
    }

    public Path log() {
        return folder.resolve("frostglass.log");
    }

    Path broker() {
        return folder.resolve("broker");
    }

    Path registry() {
        return folder.resolve("registry");
    }

    Path clients() {
        return folder.resolve("clients");
    }

    URI receiverUrl() {
        return URI.create("http://127.0.0.1:" + demoPorts.receiver() + "/alerts");
    }

    URI registryUrl() {
        return URI.create("http://127.0.0.1:" + demoPorts.registry());
    }

    /// Where cameras send their webhooks.
    public URI ingestUrl() {
        return URI.create("http://127.0.0.1:" + demoPorts.ingest());
    }

    /// Where agents go.
    public URI gatewayUrl() {
        return URI.create("http://127.0.0.1:" + demoPorts.agentGateway());
    }

    /// The secret that alerts for the demo's receiver are signed with.
    public String receiverSecret() {
        try (Stream<String> lines = Files.lines(rules())) {
            return lines.map(WEBHOOK_SECRET::matcher)
                    .filter(Matcher::find)
                    .map(Matcher::group)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(rules() + ": no whsec_ secret"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + rules(), e);
        }
    }

    /// Serdes for who looks on.
    public SerdeFactory serdes() {
        var serdes = new ConfluentSerdes();
        serdes.configure(Map.of("schema.registry.url", registryUrl().toString()));
        return serdes;
    }

    /// Writes an application's settings, and returns where.
    ///
    /// @param kafka how it connects to the cluster
    public Path writeSettings(Application application, Map<String, String> kafka) {
        var settings = new TreeMap<>(kafka);
        settings.put("http.port", Integer.toString(application.portOf(demoPorts)));
        settings.put("schema.registry.url", registryUrl().toString());
        settings.putAll(application.settings(this));
        var text = new StringBuilder("# Settings of " + application.principal().user() + ", written at each start.\n");
        settings.forEach((name, value) -> text.append(name)
                .append('=')
                .append(value.replace("\\", "\\\\"))
                .append('\n'));
        Path file = settingsOf(application.principal());
        write(file, text.toString());
        return file;
    }

    Path settingsOf(Principal principal) {
        return folder.resolve("applications").resolve(principal.user() + ".properties");
    }

    Path state(Principal principal) {
        return folder.resolve("state").resolve(principal.user());
    }

    /// Writes `endpoints.json`: the URL of everything that listens, by name.
    void writeEndpoints(String bootstrapServers) {
        var endpoints = new LinkedHashMap<String, String>();
        for (Application application : Application.ALL) {
            endpoints.put(application.command(), "http://127.0.0.1:" + application.portOf(demoPorts));
        }
        endpoints.put("schema-registry", registryUrl().toString());
        endpoints.put("receiver", receiverUrl().toString());
        endpoints.put("broker", bootstrapServers);
        write(
                folder.resolve("endpoints.json"),
                new JsonMapper().valueToTree(endpoints).toPrettyString() + "\n");
    }

    /// Writes a file that its owner alone can read: most of them hold secrets.
    private void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), ".", ".tmp");
            protect(fresh, "rw-------");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void protect(Path path, String permissions) throws IOException {
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }
}
