package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.CommonSettings;
import io.frostglass.runtime.SettingsHelp;
import io.frostglass.standalone.Application;
import io.frostglass.topics.TopicTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/// The tables of topics and settings are made from the code. To write them anew: `mvn verify -Dfrostglass.docs=write`.
class DocumentationTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path README = Path.of("..", "README.md");

    /// Its default differs by application, so it is in each application's table.
    private static final String PORT = CommonSettings.HTTP_PORT;

    @Test
    void topicsAreTheCatalogues() throws IOException {
        check(DOCS.resolve("topics.md"), "topics", TopicTable.markdown());
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
    void readmeIsShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(150);
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
