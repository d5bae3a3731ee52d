package io.frostglass.settings;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/// Prints an error of a command as one line, without a stack trace.
public final class TerseErrors {

    private TerseErrors() {}

    /// Sets this up for a command line and its subcommands: exit code 2 for wrong use, 1 for a failure.
    public static CommandLine on(CommandLine line) {
        line.setParameterExceptionHandler((wrong, args) -> {
            CommandLine command = wrong.getCommandLine();
            command.getErr()
                    .println("frostglass: " + firstLine(wrong) + "; see "
                            + command.getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("frostglass: " + firstLine(failure));
            return ExitCode.SOFTWARE;
        });
        return line;
    }

    private static String firstLine(Exception failure) {
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }
}
