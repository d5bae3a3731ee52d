package io.frostglass.admin.backup;

import io.frostglass.runtime.ClientOption;
import io.frostglass.topics.registry.RegistrySettings;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `frostglass restore`.
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Brings a backup back to a new cluster, on which topics apply has made the topics, and no application runs"
                        + " yet. Without --yes, it reads the backup and says what it would write.")
public final class RestoreCommand implements Callable<Integer> {

    @Mixin
    private ClientOption client = new ClientOption("admin");

    @Option(names = "--from", paramLabel = "DIR", required = true, description = "The folder of backups.")
    private Path from = Path.of("");

    @Mixin
    private BackupKey key = new BackupKey();

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Leave out later backups: 2026-11-30T03:00:00Z, for example.")
    private @Nullable Instant until;

    @Option(names = "--yes", description = "Write it.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        var restore = ClusterRestore.of(new BackupFolder(from), until == null ? Instant.MAX : until, key.read());
        System.out.print(restore.describe());
        if (!yes) {
            System.out.println("nothing was written; --yes does it");
            return 0;
        }
        var kafka = client.kafka();
        try (var registry = SchemaRegistryClient.of(RegistrySettings.of(kafka))) {
            restore.apply(kafka, registry);
        }
        System.out.printf(
                "restored in %.1f s; start the applications, and run doctor%n", (System.nanoTime() - start) / 1e9);
        return 0;
    }
}
