package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.SettingsHelp;
import io.frostglass.standalone.Application;
import io.frostglass.topics.CatalogueTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The tables of the README are made from the code. To write them anew: `mvn verify -Dfrostglass.docs=write`.
class DocumentationTest {

    private static final Path README = Path.of("..", "README.md");

    @Test
    void readmeHasTheCataloguesTopics() throws IOException {
        check("topics", CatalogueTable.markdown());
    }

    @Test
    void readmeHasEveryApplicationsSettings() throws IOException {
        String tables = Application.ALL.stream()
                .map(application ->
                        "#### `" + application.command() + "`\n\n" + SettingsHelp.markdown(application.definition()))
                .collect(Collectors.joining("\n"));
        check("settings", tables);
    }

    private static void check(String name, String content) throws IOException {
        String start = "<!-- " + name + " -->\n";
        String end = "<!-- /" + name + " -->";
        String readme = Files.readString(README);
        int from = readme.indexOf(start) + start.length();
        int to = readme.indexOf(end);
        String expected = content.stripTrailing() + "\n";
        if ("write".equals(System.getProperty("frostglass.docs"))) {
            Files.writeString(README, readme.substring(0, from) + expected + readme.substring(to));
        } else {
            assertThat(readme.substring(from, to))
                    .as("the README's part between %s and %s; write it with -Dfrostglass.docs=write", start, end)
                    .isEqualTo(expected);
        }
    }
}
