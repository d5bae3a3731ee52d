package io.frostglass.cli;

import io.frostglass.topics.ConfluentSerdes;
import io.frostglass.topics.SerdeFactory;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/// How a person's command connects: the settings of a Kafka client and of a schema registry, in one file as the
/// applications have it.
///
/// @param kafka all of the file; Kafka's clients take what is theirs
record ClientConfig(Map<String, Object> kafka) {

    private static final String REGISTRY = "schema.registry.url";

    ClientConfig {
        kafka = Map.copyOf(kafka);
    }

    /// Reads a `.properties` file.
    ///
    /// @throws IOException if there is none; the message says so in one line
    static ClientConfig read(Path file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        }
        var settings = new HashMap<String, Object>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return new ClientConfig(settings);
    }

    /// Serdes by the file's schema registry.
    ///
    /// @throws IOException if the file names none
    SerdeFactory serdes() throws IOException {
        if (!kafka.containsKey(REGISTRY)) {
            throw new IOException("the configuration has no " + REGISTRY);
        }
        var serdes = new ConfluentSerdes();
        serdes.configure(kafka);
        return serdes;
    }
}
