package io.frostglass.runtime;

import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.UnresolvedReference;
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

/// The option `--config` of operators' commands: a file with the settings of a Kafka client and of a schema registry.
/// The default is the file that the demo writes for the user.
public final class ClientOption {

    private static final String REGISTRY = "schema.registry.url";

    @Option(
            names = "--config",
            paramLabel = "FILE.properties",
            description = "How to connect to Kafka, and schema.registry.url (default: ${DEFAULT-VALUE}).")
    private Path file;

    /// @param user the Kafka user that runs the command
    public ClientOption(String user) {
        this.file = Path.of(".frostglass", "clients", user + ".properties");
    }

    public ClientOption(Principal principal) {
        this(principal.user());
    }

    /// All settings of the file; Kafka's clients ignore those of others. References are resolved as in the settings of
    /// applications ([SecretReferences]).
    ///
    /// @throws IOException if there is no such file, or a reference in it cannot be resolved
    public Map<String, Object> kafka() throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        }
        var settings = new HashMap<String, Object>();
        var references = SecretReferences.ofProcess();
        for (String name : properties.stringPropertyNames()) {
            try {
                settings.put(name, references.resolve(properties.getProperty(name)));
            } catch (UnresolvedReference e) {
                throw new IOException(file + ": " + name + ": " + e.what(), e);
            }
        }
        return Map.copyOf(KafkaSettings.withTls(settings));
    }

    /// Runs `work` with the file's settings and with serdes that use its schema registry.
    ///
    /// @throws IOException if there is no such file, or if it names no registry
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
