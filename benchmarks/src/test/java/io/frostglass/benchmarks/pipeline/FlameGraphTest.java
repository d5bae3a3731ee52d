package io.frostglass.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlameGraphTest {

    @Test
    void drawsEachFrameAsWideAsItsShare(@TempDir Path folder) throws IOException {
        var graph = new FlameGraph();
        graph.add(List.of("main", "A.<init>"));
        graph.add(List.of("main", "B.run"));
        graph.add(List.of("main", "B.run"));
        graph.add(List.of("main", "B.run", "C.call"));
        Path svg = folder.resolve("graph.svg");
        graph.write(svg);

        assertThat(Files.readString(svg))
                .contains("<title>main: 100.0 %</title><rect x=\"0.0\" y=\"32\" width=\"1600.0\"")
                .contains("<title>A.&lt;init&gt;: 25.0 %</title><rect x=\"0.0\" y=\"16\" width=\"400.0\"")
                .contains("<title>B.run: 75.0 %</title><rect x=\"400.0\" y=\"16\" width=\"1200.0\"")
                .contains("<title>C.call: 25.0 %</title><rect x=\"400.0\" y=\"0\" width=\"400.0\"");
    }
}
