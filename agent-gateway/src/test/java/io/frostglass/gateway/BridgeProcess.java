package io.frostglass.gateway;

import io.frostglass.bridge.BridgeMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The program of the module `agent-bridge` as a process, on that module's class path, as the launcher starts it.
final class BridgeProcess {

    private static final Path TARGET = Path.of("../agent-bridge/target");

    private BridgeProcess() {}

    /// The command that starts the program.
    static List<String> command(String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.concat(Stream.of(java, "-cp", classPath(), BridgeMain.class.getName()), Stream.of(arguments))
                .toList();
    }

    static String classPath() throws IOException {
        return TARGET.resolve("frostglass-agent-bridge.jar") + ":" + Files.readString(TARGET.resolve("classpath.txt"));
    }
}
