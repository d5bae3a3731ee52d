package io.frostglass.benchmarks.privacy;

import io.frostglass.veil.ChannelCapacity;
import io.frostglass.veil.VeilStrength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "privacy",
        mixinStandardHelpOptions = true,
        description = "Attacks veiled faces with a gallery and reports how often the right person is named.")
public final class BenchPrivacyCommand implements Callable<Integer> {

    @Option(
            names = "--gallery",
            paramLabel = "DIR",
            required = true,
            description = "A folder per person, pictures of the face in it.")
    private Path gallery = Path.of("");

    @Option(
            names = "--sheet",
            paramLabel = "FILE.png",
            description = "Also draw 20 scenes beside their veiled thumbnails, for people to judge the veil.")
    private @Nullable Path sheet;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(gallery)) {
            throw new ParameterException(spec.commandLine(), "--gallery: no such folder: " + gallery);
        }
        System.out.println("treatment         face's height   one picture   a visit of ten");
        PrivacyBench.PrivacyReport report = PrivacyBench.run(
                gallery,
                row -> System.out.printf(
                        "%-18s %12.0f %% %11.1f %% %14.1f %%%n",
                        row.treatment(), row.share() * 100, row.single() * 100, row.visit() * 100));
        System.out.printf("%d people; guessing: %.1f %%%n", report.people(), report.chance() * 100);
        System.out.println(
                "bits that one thumbnail can carry at most   veiled as a whole   boxes cover next to nothing");
        for (VeilStrength strength : VeilStrength.values()) {
            System.out.printf(
                    "%-42s %18.1f %29.1f%n",
                    strength.code(), ChannelCapacity.bitsInside(strength), ChannelCapacity.bitsOutside(strength));
        }
        if (sheet != null) {
            ContactSheet.write(VeilStrength.STANDARD, sheet);
        }
        return ExitCode.OK;
    }
}
