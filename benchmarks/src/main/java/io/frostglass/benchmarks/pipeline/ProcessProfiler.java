package io.frostglass.benchmarks.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/// Samples the processor time of other JVMs with the JDK's Flight Recorder (JEP 509, Linux), and draws a flame graph
/// of each. It sees threads that run Java code, not the compiler or the collector of garbage.
final class ProcessProfiler {

    private static final String SAMPLE = "jdk.CPUTimeSample";
    private static final String SETTINGS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration version="2.0">
              <event name="%s"><setting name="enabled">true</setting><setting name="throttle">10ms</setting></event>
            </configuration>
            """.formatted(SAMPLE);

    private final Path folder;
    private final Map<String, MeasuredProcess> processes;

    private ProcessProfiler(Path folder, Map<String, MeasuredProcess> processes) {
        this.folder = folder;
        this.processes = Map.copyOf(processes);
    }

    /// Begins to sample.
    ///
    /// @param folder made if there is none; for each process it gets a recording, `NAME.jfr`, and a flame graph,
    ///     `NAME.svg`
    /// @param processes by name
    static ProcessProfiler start(Path folder, Map<String, MeasuredProcess> processes)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var profiler = new ProcessProfiler(folder.toAbsolutePath(), processes);
        Path settings = Files.writeString(folder.resolve("settings.jfc"), SETTINGS);
        for (MeasuredProcess process : processes.values()) {
            jcmd(process, "JFR.start", "name=bench", "settings=" + settings.toAbsolutePath());
        }
        return profiler;
    }

    /// Ends it, and draws the graphs.
    void stop() throws IOException, InterruptedException {
        for (var process : processes.entrySet()) {
            Path recording = folder.resolve(process.getKey() + ".jfr");
            jcmd(process.getValue(), "JFR.stop", "name=bench", "filename=" + recording);
            graph(recording).write(folder.resolve(process.getKey() + ".svg"));
        }
    }

    private static void jcmd(MeasuredProcess process, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(process.pid()));
        command.addAll(List.of(arguments));
        var jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd " + arguments[0] + " failed: " + output);
        }
    }

    private static FlameGraph graph(Path recording) throws IOException {
        var graph = new FlameGraph();
        try (var file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (event.getEventType().getName().equals(SAMPLE) && stack != null) {
                    graph.add(names(event, stack));
                }
            }
        }
        return graph;
    }

    /// The thread, and then the methods. Numbers in names of threads are left out, so that equal threads are one.
    private static List<String> names(RecordedEvent event, RecordedStackTrace stack) {
        var names = new ArrayList<String>();
        for (RecordedFrame frame : stack.getFrames().reversed()) {
            names.add(frame.getMethod().getType().getName() + "."
                    + frame.getMethod().getName());
        }
        var thread = event.getThread("eventThread");
        String name = thread == null || thread.getJavaName() == null ? "?" : thread.getJavaName();
        names.addFirst(name.replaceAll("\\d+", "N"));
        return names;
    }
}
