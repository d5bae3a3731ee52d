package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.CommonSettings;
import io.frostglass.runtime.SettingsHelp;
import io.frostglass.runtime.metrics.MetricTable;
import io.frostglass.standalone.Application;
import io.frostglass.topics.TopicTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tables of topics, settings and metrics are made from the code. To write them anew: `mvn verify
/// -Dfrostglass.docs=write`.
class DocumentationTest {

    private static final Path ROOT = Path.of("..");
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Path README = ROOT.resolve("README.md");

    /// A class in code style, with the folder that it is in or without; of two words at least.
    private static final Pattern CLASS_NAME = Pattern.compile("`(?:[a-z/-]+/)?([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)`");

    /// Its default differs by application, so it is in each application's table.
    private static final String PORT = CommonSettings.HTTP_PORT;

    @Test
    void topicsAreTheCatalogues() throws IOException {
        check(DOCS.resolve("topics.md"), "topics", TopicTable.markdown());
        check(DOCS.resolve("topics.md"), "internal-topics", TopicTable.internalTopics());
    }

    @Test
    void settingsAreTheApplications() throws IOException {
        ConfigDef common = CommonSettings.definition(0);
        String tables = Application.ALL.stream()
                .map(application -> "## `" + application.command() + "`\n\n"
                        + SettingsHelp.markdown(
                                application.definition(),
                                name -> name.equals(PORT) || !common.names().contains(name)))
                .collect(Collectors.joining("\n"));
        check(
                DOCS.resolve("settings.md"),
                "settings",
                "## All applications\n\n" + SettingsHelp.markdown(common, name -> !name.equals(PORT)) + "\n" + tables);
    }

    @Test
    void metricsAreTheVocabulary() throws IOException {
        check(
                DOCS.resolve("metrics.md"),
                "metrics",
                MetricTable.markdown(
                        Application.ALL.stream().map(Application::principal).toList()));
    }

    @Test
    void readmeIsShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(150);
    }

    @Test
    void readmesOfModulesAreShort() throws IOException {
        List<Path> readmes;
        try (Stream<Path> modules = Files.list(ROOT)) {
            readmes = modules.map(module -> module.resolve("README.md"))
                    .filter(Files::exists)
                    .toList();
        }
        assertThat(readmes)
                .hasSizeGreaterThan(10)
                .allSatisfy(readme ->
                        assertThat(Files.readAllLines(readme)).as("%s", readme).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ARCHITECTURE.md", "docs/glossary.md"})
    void namesOnlyClassesThatExist(String document) throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(ROOT)) {
            classes = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
        List<String> named = CLASS_NAME
                .matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .map(match -> match.group(1))
                .filter(name -> !name.startsWith("Xxx"))
                .toList();
        assertThat(named).isNotEmpty().isSubsetOf(classes);
    }

    private static void check(Path file, String name, String content) throws IOException {
        String start = "<!-- " + name + " -->\n";
        String end = "<!-- /" + name + " -->";
        String text = Files.readString(file);
        int from = text.indexOf(start) + start.length();
        int to = text.indexOf(end);
        String expected = content.stripTrailing() + "\n";
        if ("write".equals(System.getProperty("frostglass.docs"))) {
            Files.writeString(file, text.substring(0, from) + expected + text.substring(to));
        } else {
            assertThat(text.substring(from, to))
                    .as("%s between %s and %s; write it with -Dfrostglass.docs=write", file, start, end)
                    .isEqualTo(expected);
        }
    }
}
