package io.frostglass.benchmarks.pipeline;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Samples of stacks, drawn as a flame graph: a frame is as wide as its share of the samples, and stands on its caller.
///
/// The format is SVG. A browser shows the whole name and the share of the frame under the pointer.
final class FlameGraph {

    private static final int WIDTH = 1600;
    private static final int ROW = 16;
    private static final double NARROWEST = 0.5;
    private static final Pattern PACKAGE = Pattern.compile("^([a-z0-9_]+\\.)+");

    private final Frame root = new Frame();
    private int depth;

    private static final class Frame {

        private final Map<String, Frame> callees = new TreeMap<>();
        private long samples;
    }

    /// Adds one sample.
    ///
    /// @param stack names of methods, the outermost first
    void add(List<String> stack) {
        root.samples++;
        Frame frame = root;
        for (String method : stack) {
            frame = frame.callees.computeIfAbsent(method, _ -> new Frame());
            frame.samples++;
        }
        depth = Math.max(depth, stack.size());
    }

    void write(Path svg) throws IOException {
        int height = (depth + 1) * ROW;
        try (var out = Files.newBufferedWriter(svg)) {
            out.write("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-size=\"11\""
                    .formatted(WIDTH, height));
            out.write(" font-family=\"sans-serif\">\n");
            draw(out, "all", root, 0, height - ROW);
            out.write("</svg>\n");
        }
    }

    private void draw(BufferedWriter out, String name, Frame frame, double x, int y) throws IOException {
        double width = width(frame);
        if (width < NARROWEST) {
            return;
        }
        out.write("<g><title>%s: %.1f %%</title>".formatted(escaped(name), 100.0 * frame.samples / root.samples));
        out.write(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"hsl(%d 70%% 75%%)\" stroke=\"white\"/>",
                x,
                y,
                width,
                ROW,
                Math.floorMod(name.hashCode(), 60)));
        int letters = (int) (width / 6);
        if (letters > 3) {
            String method = PACKAGE.matcher(name).replaceFirst("");
            String shown = method.length() > letters ? method.substring(0, letters) : method;
            out.write(String.format(
                    Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text>", x + 2, y + ROW - 4, escaped(shown)));
        }
        out.write("</g>\n");
        double next = x;
        for (var callee : frame.callees.entrySet()) {
            draw(out, callee.getKey(), callee.getValue(), next, y - ROW);
            next += width(callee.getValue());
        }
    }

    private double width(Frame frame) {
        return (double) WIDTH * frame.samples / Math.max(1, root.samples);
    }

    private static String escaped(String name) {
        return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
