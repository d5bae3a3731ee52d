package io.frostglass.admin.backup;

import io.frostglass.runtime.ClientOption;
import io.frostglass.topics.Principal;
import io.frostglass.topics.registry.RegistrySettings;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `frostglass backup`. Its subcommand `verify` needs a broker, so it is in the module standalone.
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Backs up configuration topics, the audit log, their schemas, and the offsets of groups, encrypted. Run"
                        + " it every day: it takes a full backup every seven days, and adds the new records on the"
                        + " others. Raw media is in none. `backup verify` restores one for a trial.")
public final class BackupCommand implements Callable<Integer> {

    @Mixin
    private ClientOption client = new ClientOption(Principal.BACKUP);

    @Option(
            names = "--target",
            paramLabel = "DIR",
            required = true,
            description = "The folder of backups; best on another machine.")
    private Path target = Path.of("");

    @Mixin
    private BackupKey key = new BackupKey();

    @Option(names = "--full", description = "Take a full backup even if it is not due.")
    private boolean full;

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        var kafka = client.kafka();
        try (var registry = SchemaRegistryClient.of(RegistrySettings.of(kafka))) {
            var taken = new ClusterBackup(kafka, registry, Clock.systemUTC())
                    .take(new BackupFolder(target), key.read(), full);
            System.out.printf(
                    "%s backup %s: %d records of %d topics, %d KB, %.1f s%n",
                    taken.full() ? "full" : "incremental",
                    taken.file(),
                    taken.records(),
                    taken.topics(),
                    Files.size(taken.file()) / 1024,
                    (System.nanoTime() - start) / 1e9);
            if (taken.missed() > 0) {
                System.out.printf(
                        "%d offsets are in no backup: their records had been deleted by their age before%n",
                        taken.missed());
            }
        }
        return 0;
    }
}
