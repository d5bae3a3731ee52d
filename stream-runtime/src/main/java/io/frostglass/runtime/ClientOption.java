package io.frostglass.runtime;

import io.frostglass.topics.ConfluentSerdes;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/// The option `--config` of the commands that people run: a file with the settings of a Kafka client and of a schema
/// registry, as the applications have it. If it is not given, it is the file that the demo writes for the user.
public final class ClientOption {

    private static final String REGISTRY = "schema.registry.url";

    @Option(
            names = "--config",
            paramLabel = "FILE.properties",
            description = "How to connect to Kafka, and schema.registry.url (default: ${DEFAULT-VALUE}).")
    private Path file;

    /// @param user who runs the command, by the name that the broker knows
    public ClientOption(String user) {
        this.file = Path.of(".frostglass", "clients", user + ".properties");
    }

    /// @param principal who runs the command
    public ClientOption(Principal principal) {
        this(principal.user());
    }

    /// All of the file; Kafka's clients take what is theirs.
    ///
    /// @throws IOException if there is no such file; the message says so in one line
    public Map<String, Object> kafka() throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        }
        var settings = new HashMap<String, Object>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return Map.copyOf(settings);
    }

    /// Does some work with the file's settings and with serdes by its schema registry.
    ///
    /// @throws IOException if there is no such file, or if it names no registry; the message says so in one line
    public <T> T connect(BiFunction<Map<String, Object>, SerdeFactory, T> work) throws IOException {
        var kafka = kafka();
        if (!kafka.containsKey(REGISTRY)) {
            throw new IOException(file + " has no " + REGISTRY);
        }
        try (var serdes = new ConfluentSerdes()) {
            serdes.configure(kafka);
            return work.apply(kafka, serdes);
        }
    }
}
