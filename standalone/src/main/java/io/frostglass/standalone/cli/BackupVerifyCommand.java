package io.frostglass.standalone.cli;

import io.frostglass.admin.backup.BackupFolder;
import io.frostglass.admin.backup.BackupKey;
import io.frostglass.admin.backup.ClusterRestore;
import io.frostglass.admin.backup.RestoredRecords;
import io.frostglass.audit.AuditEntry;
import io.frostglass.standalone.DemoLog;
import io.frostglass.standalone.DemoPorts;
import io.frostglass.standalone.EmbeddedCluster;
import io.frostglass.standalone.Installation;
import io.frostglass.standalone.Parts;
import io.frostglass.standalone.Pipeline;
import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.standalone.load.CameraClient;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.standalone.receiver.DemoReceiver;
import io.frostglass.standalone.report.DeliveryLedger;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.registry.RegistrySettings;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `frostglass backup verify`.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Restores the newest backup into a broker of its own, compares every record, runs all applications on it,"
                        + " and sends them events until these are delivered. Touches no other cluster. Exits with 0 if all is well.")
public final class BackupVerifyCommand implements Callable<Integer> {

    /// What `frostglass backup` is here: the rest of it is in the module admin, which has no broker.
    @Command(
            name = "backup",
            mixinStandardHelpOptions = true,
            description = "Verifies backups.",
            subcommands = BackupVerifyCommand.class)
    static final class BackupGroup {}

    private static final double RATE = 5;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Option(names = "--from", paramLabel = "DIR", required = true, description = "The folder of backups.")
    private Path from = Path.of("");

    @Mixin
    private BackupKey key = new BackupKey();

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many events to send (default: ${DEFAULT-VALUE}).")
    private long events;

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            defaultValue = "28080",
            description = "First of the ports of its applications (default: ${DEFAULT-VALUE}).")
    private int portBase;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long start = System.nanoTime();
        var restore = ClusterRestore.of(new BackupFolder(from), Instant.MAX, key.read());
        out.print(restore.describe());
        Path work = Files.createTempDirectory("frostglass-verify");
        try (var parts = new Parts(out)) {
            DemoLog.toFile(work.resolve("frostglass.log"));
            var installation = Installation.open(work, new DemoPorts(portBase), false);
            var cluster = parts.add(EmbeddedCluster.start(installation));
            var settings = cluster.administrator();
            var registry = parts.add(SchemaRegistryClient.of(RegistrySettings.of(settings)));
            restore.apply(settings, registry);
            long records = RestoredRecords.check(restore, settings, registry);
            out.printf("restored: %d records, each as it was%n", records);
            long delivered = run(installation, cluster, parts);
            out.printf(
                    "all applications run on it: %d of %d events delivered; %.1f s in all%n",
                    delivered, events, (System.nanoTime() - start) / 1e9);
            return delivered == events ? ExitCode.OK : ExitCode.SOFTWARE;
        } finally {
            delete(work);
        }
    }

    /// @return how many events reached the receiver
    private long run(Installation installation, EmbeddedCluster cluster, Parts parts)
            throws IOException, InterruptedException {
        var ledger = new DeliveryLedger(Math.toIntExact(events));
        parts.add(DemoReceiver.start(installation.ports().receiver(), installation.receiverSecret(), ledger::arrived));
        parts.add(Pipeline.start(installation, cluster::client));
        var serdes = parts.add(installation.serdes());
        parts.add(cluster.follow(Principal.AUDIT_LOG, AuditTopics.all(), AuditEntry.class, serdes, ledger::audited));
        var client = parts.add(CameraClient.create());
        var traffic = parts.add(TrafficGenerator.start(
                installation.ingestUrl(),
                TrafficGenerator.Source.of(CameraAccount.readAll(installation.sites()), Optional.empty()),
                new TrafficGenerator.TrafficPlan(RATE, events),
                client,
                (sending, answer) -> {
                    if (answer instanceof WebhookAnswer.AcceptedAnswer accepted) {
                        ledger.accepted(accepted.eventId(), sending.due());
                    }
                }));
        traffic.await();
        Instant end = Instant.now().plus(TIMEOUT);
        while (!ledger.totals().isComplete() && Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
        return ledger.totals().delivered();
    }

    /// It held the audit log in clear.
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
