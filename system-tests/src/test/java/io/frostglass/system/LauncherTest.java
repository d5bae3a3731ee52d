package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.standalone.Application;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The launcher `frostglass` in the root.
class LauncherTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// What is between `case "${1:-}" in` and its end.
    private static final Pattern CASES = Pattern.compile("case \"\\$\\{1:-}\" in\n(.*?)\nesac", Pattern.DOTALL);

    private static final Pattern NAMES = Pattern.compile("^  ([a-z][a-z |-]*)\\)", Pattern.MULTILINE);
    private static final Pattern SEPARATOR = Pattern.compile(" \\| ");
    private static final Pattern MAIN = Pattern.compile("module=(\\S+) main=(\\S+)");
    private static final Pattern HELP_LINE = Pattern.compile("^  ([a-z][a-z-]*) +\\p{Lu}.*\\.$", Pattern.MULTILINE);

    private record Ran(int exitCode, String out, String err) {}

    private static Ran run(String... args) throws Exception {
        var command = Stream.concat(Stream.of("bash", ROOT.resolve("frostglass").toString()), Stream.of(args))
                .toList();
        Process process = new ProcessBuilder(command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out, err);
    }

    private static String cases() throws IOException {
        var launcher = Files.readString(ROOT.resolve("frostglass"));
        var cases = CASES.matcher(launcher);
        assertThat(cases.find()).isTrue();
        return cases.group(1);
    }

    private static Stream<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    @Test
    void helpHasALineForEachCommandAndNoOther() throws Exception {
        List<String> commands = all(NAMES, cases())
                .flatMap(names -> SEPARATOR.splitAsStream(names.group(1)))
                .toList();
        Ran help = run("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(all(HELP_LINE, help.out()).map(line -> line.group(1)))
                .containsOnlyOnceElementsOf(commands.stream()
                        .filter(command -> !command.equals("tokens"))
                        .toList())
                .hasSameElementsAs(commands);
        assertThat(commands)
                .containsAll(Application.ALL.stream().map(Application::command).toList());
    }

    @Test
    void everyMainClassIsInTheModuleWhoseClassPathItRunsOn() throws Exception {
        assertThat(all(MAIN, cases()))
                .isNotEmpty()
                .allSatisfy(
                        main -> assertThat(source(main.group(1), main.group(2))).exists());
    }

    private static Path source(String module, String main) {
        return ROOT.resolve(module).resolve("src/main/java").resolve(main.replace('.', '/') + ".java");
    }

    @Test
    void runsEachApplicationOnTheClassPathOfItsModule() throws Exception {
        String cases = cases();

        assertThat(Application.ALL)
                .allSatisfy(application -> assertThat(cases)
                        .contains("module=" + application.module() + " main="
                                + application.main().getName()));
    }

    @Test
    void saysInOneLineThatThereIsNoSuchCommand() throws Exception {
        assertThat(run("nothing"))
                .isEqualTo(new Ran(2, "", "frostglass: no such command: nothing; see frostglass --help\n"));
        assertThat(run()).isEqualTo(new Ran(2, "", "frostglass: a command is missing; see frostglass --help\n"));
    }
}
