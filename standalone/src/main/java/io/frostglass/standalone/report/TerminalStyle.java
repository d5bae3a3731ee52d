package io.frostglass.standalone.report;

import java.io.Console;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/// Capabilities of a terminal.
///
/// @param colour whether to use ANSI colours
/// @param arrows whether it shows characters beyond ASCII
public record TerminalStyle(boolean colour, boolean arrows) {

    private static final String RESET = "\u001b[0m";

    /// Detects the capabilities of standard output: colour only on a terminal, and never if
    /// [`NO_COLOR`](https://no-color.org/) is set.
    public static TerminalStyle detect(PrintStream out, Map<String, String> environment) {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new TerminalStyle(
                terminal && wanted && !"dumb".equals(environment.get("TERM")),
                out.charset().newEncoder().canEncode('→'));
    }

    String arrow() {
        return arrows ? "→" : ">";
    }

    String good(String text) {
        return paint("32", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    String quiet(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + RESET : text;
    }
}
