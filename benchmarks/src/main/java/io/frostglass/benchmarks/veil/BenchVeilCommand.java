package io.frostglass.benchmarks.veil;

import io.frostglass.veil.VeilStrength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "veil",
        mixinStandardHelpOptions = true,
        description = "Measures the anonymising step: ms per picture, one thread, per file and in all.")
public final class BenchVeilCommand implements Callable<Integer> {

    @Option(
            names = "--media",
            paramLabel = "DIR",
            required = true,
            description = "A folder with JPEG files, or one file.")
    private Path media = Path.of("");

    @Option(
            names = "--strength",
            paramLabel = "STRENGTH",
            defaultValue = "standard",
            description = "light, standard or heavy (default: ${DEFAULT-VALUE}).")
    private String strength = "standard";

    @Option(names = "--json", description = "The figures as one line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (!Files.exists(media)) {
            throw new ParameterException(spec.commandLine(), "--media: no such file or folder: " + media);
        }
        var result = VeilBench.run(media, strength());
        System.out.println(json ? result.json() : result.text());
        return ExitCode.OK;
    }

    private VeilStrength strength() {
        try {
            return VeilStrength.valueOf(strength.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--strength: light, standard or heavy", e);
        }
    }
}
