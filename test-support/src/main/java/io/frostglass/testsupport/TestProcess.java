package io.frostglass.testsupport;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// Starts applications in processes of their own, which a test can kill.
public final class TestProcess {

    private TestProcess() {}

    /// Starts an application on the class path of the test.
    ///
    /// @param main its main class, which takes `--config`
    /// @param config the file that the method writes the settings to; the process writes its output beside it
    public static Process start(Class<?> main, Path config, Map<String, String> settings) throws IOException {
        var properties = new Properties();
        properties.putAll(settings);
        try (var writer = Files.newBufferedWriter(config)) {
            properties.store(writer, null);
        }
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                "--config",
                config.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(config + ".log"))
                .start();
    }
}
