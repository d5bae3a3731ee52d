package io.frostglass.benchmarks;

import io.frostglass.guard.GuardBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "guard",
        mixinStandardHelpOptions = true,
        description = "Counts the findings of agent-gateway's guard in texts, per file and by check.")
final class BenchGuardCommand implements Callable<Integer> {

    @Option(
            names = "--texts",
            paramLabel = "DIR",
            required = true,
            description =
                    "A folder with plain-*.txt, which must pass, and leaks-*.txt, which must not; one text a line.")
    private Path texts = Path.of("");

    @Option(names = "--json", description = "The figures as one line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(texts)) {
            throw new ParameterException(spec.commandLine(), "--texts: no such folder: " + texts);
        }
        var result = GuardBench.run(texts);
        System.out.println(json ? result.json() : result.text());
        return ExitCode.OK;
    }
}
