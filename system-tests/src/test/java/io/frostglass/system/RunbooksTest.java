package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// The pages of `docs/runbooks` fit the alert rules, and the commands of Frostglass in them are ones.
class RunbooksTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path RUNBOOKS = ROOT.resolve("docs/runbooks");
    private static final Path INDEX = RUNBOOKS.resolve("README.md");

    private static final Pattern BLOCK = Pattern.compile("^```\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    /// The commands that `frostglass` hands to a main class by their first word, which the class takes, too.
    private static final Map<String, String> MAINS = Map.of(
            "topics", "io.frostglass.admin.AdminMain",
            "tokens", "io.frostglass.admin.AdminMain",
            "agent", "io.frostglass.admin.AdminMain",
            "certs", "io.frostglass.admin.AdminMain",
            "doctor", "io.frostglass.admin.AdminMain",
            "backup", "io.frostglass.admin.AdminMain",
            "restore", "io.frostglass.admin.AdminMain",
            "upgrade", "io.frostglass.admin.AdminMain");

    /// Those that it hands on without it.
    private static final Map<String, String> BARE_MAINS = Map.of(
            "patterns", "io.frostglass.anonymize.PatternsMain",
            "synthetic", "io.frostglass.ingest.synthetic.SyntheticMain",
            "cameras", "io.frostglass.anonymize.CamerasMain",
            "erase", "io.frostglass.anonymize.erasure.EraseMain",
            "routes", "io.frostglass.escalation.RoutesMain",
            "incidents", "io.frostglass.escalation.IncidentsMain",
            "silence", "io.frostglass.escalation.SilenceMain",
            "deliveries", "io.frostglass.delivery.DeliveriesMain");

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(RUNBOOKS)) {
            return files.filter(file -> !file.equals(INDEX)).sorted().toList().stream();
        }
    }

    static Stream<String> commands() throws IOException {
        return Stream.concat(pages(), Stream.of(ROOT.resolve("docs/compose.md"), ROOT.resolve("docs/kubernetes.md")))
                .flatMap(page -> BLOCK.matcher(read(page)).results())
                .flatMap(block -> block.group(1).replace("\\\n", "").lines())
                .map(RunbooksTest::ofFrostglass)
                // The benchmarks are on no class path of tests.
                .filter(command -> !command.isEmpty() && !command.startsWith("bench "))
                .distinct();
    }

    /// What comes after `./frostglass`, or after the service that runs a command in a container; empty for another
    /// command.
    private static String ofFrostglass(String line) {
        return line.replaceFirst("^\\./frostglass ", "frostglass ")
                .replaceFirst("^docker compose run --rm [a-z-]+ ", "frostglass ")
                .replaceFirst("\\s+#.*", "")
                .transform(command -> command.startsWith("frostglass ") ? command.substring(11) : "");
    }

    @Test
    void everyAlertHasItsPageAndEveryPageOfAnAlertHasIt() throws IOException {
        var alerts = MonitoringTest.alertRules()
                .map(MonitoringTest.AlertRule::alert)
                .collect(Collectors.toCollection(TreeSet::new));
        var titles = pages().map(page -> read(page).lines().findFirst().orElse(""))
                .filter(title -> title.matches("# ([A-Z][a-z]+){2,}"))
                .map(title -> title.substring(2))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(titles).isEqualTo(alerts);
        assertThat(alerts)
                .allSatisfy(alert -> assertThat(RUNBOOKS.resolve(
                                alert.replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + ".md"))
                        .exists());
    }

    @Test
    void theIndexNamesEveryPage() throws IOException {
        List<String> linked = links(INDEX).filter(link -> !link.contains("/")).toList();

        assertThat(linked)
                .containsExactlyInAnyOrderElementsOf(
                        pages().map(page -> String.valueOf(page.getFileName())).toList());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPageSaysHowToLookToMendAndToPreventAndLinksToWhatIsThere(Path page) {
        assertThat(read(page)).contains("\n## Look\n", "\n## Mend\n", "\n## So that it does not come back\n");
        assertThat(links(page))
                .allSatisfy(link -> assertThat(RUNBOOKS.resolve(link)).exists());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsOneOfFrostglass(String command) throws Exception {
        var words = words(command);
        String first = words.getFirst();
        String main = command.startsWith("backup verify ")
                ? "io.frostglass.standalone.cli.StandaloneMain"
                : MAINS.getOrDefault(first, BARE_MAINS.getOrDefault(first, ""));
        assertThat(main).as("the main class of %s", first).isNotEmpty();
        var arguments = MAINS.containsKey(first) ? words : words.subList(1, words.size());

        assertThatCode(() -> new CommandLine(instance(main)).parseArgs(arguments.toArray(String[]::new)))
                .as(command)
                .doesNotThrowAnyException();
    }

    /// The commands' classes are for their own modules alone.
    private static Object instance(String main) throws ReflectiveOperationException {
        Constructor<?> constructor = Arrays.stream(Class.forName(main).getDeclaredConstructors())
                .filter(it -> it.getParameterCount() == 0)
                .findFirst()
                .orElseThrow();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static List<String> words(String command) {
        var words = new ArrayList<String>();
        var found = WORD.matcher(command);
        while (found.find()) {
            words.add(found.group().replaceAll("^['\"]|['\"]$", ""));
        }
        return words;
    }

    private static Stream<String> links(Path page) {
        return LINK.matcher(read(page)).results().map(link -> link.group(1)).toList().stream();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
