package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.admin.backup.BackupCommand;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.standalone.cli.BackupVerifyCommand;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A backup of one cluster is restored into another, on which all applications run and deliver events.
@Tag("broker")
@Tag("in-process")
class BackupVerifyTest {

    private static final int ENTRIES = 500;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void runsAllApplicationsOnWhatItRestores() throws Exception {
        Path backups = Files.createDirectories(folder.resolve("backups"));
        Path key = Files.writeString(folder.resolve("key"), Base64.getEncoder().encodeToString(new byte[32]));
        try (var cluster = TestCluster.start(folder)) {
            cluster.writeClientProperties(folder.resolve("clients"));
            var entry = AuditEntry.newBuilder()
                    .setAt(Instant.parse("2026-01-18T12:34:56Z"))
                    .setApplication(Principal.INGEST.user())
                    .setAction(Action.accepted)
                    .build();
            cluster.write(
                    Principal.INGEST,
                    AuditTopics.of(Principal.INGEST),
                    "evt-1",
                    Collections.nCopies(ENTRIES, entry),
                    AuditEntry.class);
            run(
                    BackupCommand::new,
                    "--config",
                    folder.resolve("clients/backup.properties").toString(),
                    "--target",
                    backups.toString(),
                    "--key-file",
                    key.toString());
        }

        String words = run(
                BackupVerifyCommand::new,
                "--from",
                backups.toString(),
                "--key-file",
                key.toString(),
                "--events",
                "3",
                "--port-base",
                Integer.toString(Standing.freePorts().base()));

        assertThat(words)
                .contains("restored: " + ENTRIES + " records, each as it was")
                .contains("3 of 3 events delivered");
    }

    /// What a command prints, which must succeed.
    private static String run(Supplier<Object> command, String... args) {
        var out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            // A command takes System.out when it is made.
            assertThat(new CommandLine(command.get()).execute(args)).isZero();
            return out.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(before);
        }
    }
}
