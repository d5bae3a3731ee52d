package io.frostglass.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.testsupport.TestCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorCommandTest {

    private static final Deviation ONE = Deviation.error("clock", "node 1", "it is late", "tokens end", "mend it");

    @Test
    void saysWhatAndWhyAndHowToMendIt() {
        assertThat(DoctorCommand.asText(List.of(ONE))).isEqualTo("""
            ERROR clock: node 1: it is late
              why: tokens end
              mend: mend it
            """);
        assertThat(DoctorCommand.asText(List.of())).isEqualTo("all is as it should be\n");
    }

    @Test
    void printsOneJsonObject() {
        assertThat(DoctorCommand.asJson(List.of(ONE)))
                .isEqualTo("{\"deviations\":[{\"check\":\"clock\",\"severity\":\"error\",\"subject\":\"node 1\","
                        + "\"what\":\"it is late\",\"why\":\"tokens end\",\"mend\":\"mend it\"}]}\n");
    }

    @Test
    @Tag("broker")
    void exitsWithOneWhereSomethingDeviates(@TempDir Path folder) throws Exception {
        try (var cluster = TestCluster.start(folder.resolve("cluster"))) {
            cluster.writeClientProperties(folder.resolve("clients"));
            var out = new ByteArrayOutputStream();
            PrintStream before = System.out;
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            int code;
            try {
                code = new CommandLine(new DoctorCommand())
                        .execute(
                                "--json",
                                "--config",
                                folder.resolve("clients/admin.properties").toString());
            } finally {
                System.setOut(before);
            }

            // No application runs; nothing else is wrong.
            assertThat(code).isEqualTo(1);
            assertThat(new JsonMapper().readTree(out.toByteArray()).findValuesAsText("check"))
                    .containsExactly("group-empty", "group-empty", "group-empty", "group-empty");
        }
    }
}
