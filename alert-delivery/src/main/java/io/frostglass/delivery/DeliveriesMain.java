package io.frostglass.delivery;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.alerts.DeliveryResult;
import io.frostglass.delivery.receivers.Receiver;
import io.frostglass.delivery.receivers.ReceiversFile;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.ClientOption;
import io.frostglass.runtime.InvalidSettings;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.TerseErrors;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `frostglass deliveries`: what became of alerts at receivers, and one more attempt at those that were given
/// up.
@Command(
        name = "frostglass deliveries",
        mixinStandardHelpOptions = true,
        description = "Shows what became of alerts at receivers, and tries again.")
final class DeliveriesMain implements Runnable {

    private static final String ROW = "%-24s %-16s %-13s %8s %-37s %-36s %7s %s%n";
    private static final JsonMapper JSON = new JsonMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private DeliveriesMain() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return TerseErrors.on(new CommandLine(new DeliveriesMain())).setUsageHelpWidth(120);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list or retry is missing");
    }

    /// Connects as `pager`, which may read the results.
    static final class Results {
        @Mixin
        private ClientOption client = new ClientOption(Principal.PAGER);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Shows how deliveries ended, the oldest first.")
    int list(
            @Mixin Results results,
            @Option(names = "--receiver", paramLabel = "NAME", description = "At one receiver.") @Nullable
                    String receiver,
            @Option(names = "--incident", paramLabel = "ID", description = "About one incident.") @Nullable
                    String incident,
            @Option(
                            names = "--since",
                            paramLabel = "DURATION",
                            defaultValue = "24h",
                            description = "How far back: a number and s, m, h or d (default: ${DEFAULT-VALUE}).")
                    String since,
            @Option(names = "--json", description = "As one line of JSON.") boolean json)
            throws IOException {
        Instant from = Instant.now().minus(duration(since)).truncatedTo(ChronoUnit.SECONDS);
        List<DeliveryResult> found = results.client.connect((kafka, serdes) -> {
            var all = new ArrayList<DeliveryResult>();
            TopicSnapshot.read(
                    kafka, TopicCatalogue.DELIVERY_RESULTS, DeliveryResult.class, serdes, from, (_, result) -> {
                        if (result != null) {
                            all.add(result);
                        }
                    });
            return all;
        });
        List<DeliveryResult> wanted = found.stream()
                .filter(result -> receiver == null || receiver.equals(result.getReceiver()))
                .filter(result -> incident == null
                        || incident.equals(result.getIncidentId())
                        || incident.equals(result.getAlertId()))
                .sorted(Comparator.comparing(DeliveryResult::getFinishedAt))
                .toList();
        if (json) {
            System.out.println(json(from, wanted));
        } else {
            print(wanted);
        }
        return ExitCode.OK;
    }

    private static void print(List<DeliveryResult> results) {
        System.out.printf(ROW, "finished", "receiver", "outcome", "attempts", "alert", "incident", "version", "reason");
        for (DeliveryResult result : results) {
            System.out.printf(
                    ROW,
                    result.getFinishedAt(),
                    result.getReceiver(),
                    result.getOutcome(),
                    result.getAttempts(),
                    result.getAlertId(),
                    orDash(result.getIncidentId()),
                    orDash(result.getIncidentVersion()),
                    orDash(result.getReason()));
        }
    }

    private static String orDash(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }

    private static ObjectNode json(Instant since, List<DeliveryResult> results) {
        ObjectNode report = JSON.createObjectNode().put("since", since.toString());
        ArrayNode deliveries = report.putArray("deliveries");
        for (DeliveryResult result : results) {
            deliveries
                    .addObject()
                    .put("finished_at", result.getFinishedAt().toString())
                    .put("receiver", result.getReceiver())
                    .put("outcome", result.getOutcome().name())
                    .put("attempts", result.getAttempts())
                    .put("alert_id", result.getAlertId())
                    .put("incident_id", result.getIncidentId())
                    .put("incident_version", result.getIncidentVersion())
                    .put("reason", result.getReason());
        }
        return report;
    }

    private Duration duration(String text) {
        if (!text.matches("\\d{1,6}[smhd]")) {
            throw new ParameterException(spec.commandLine(), "--since: a number and s, m, h or d, such as 24h");
        }
        return Duration.parse((text.endsWith("d") ? "P" : "PT") + text);
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Makes one more attempt at an alert for one receiver, with the settings of alert-delivery.")
    int retry(
            @Parameters(paramLabel = "ALERT_ID", description = "Of the alert, as list and the dead letters show it.")
                    String alertId,
            @Option(names = "--receiver", paramLabel = "NAME", required = true, description = "Only this one gets it.")
                    String receiver,
            @Option(
                            names = "--config",
                            paramLabel = "FILE.properties",
                            required = true,
                            description = "The settings of alert-delivery, which has the receivers and their secrets.")
                    Path config)
            throws IOException, InterruptedException {
        ApplicationSettings settings;
        try {
            settings = ApplicationSettings.read(config, DeliveryApp.SETTINGS);
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> System.err.println("frostglass: " + config + ": " + problem));
            return ExitCode.USAGE;
        }
        Receiver found = receivers(settings).get(receiver);
        if (found == null) {
            throw new IOException("no such receiver in the receivers file: " + receiver);
        }
        try (var serdes = settings.serdes()) {
            DeliveryRetry.Result result =
                    DeliveryRetry.of(settings, serdes, Clock.systemUTC(), found).retry(alertId);
            System.out.println(result.text());
            return result.delivered() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private static Map<String, Receiver> receivers(ApplicationSettings settings) throws IOException {
        Path file = DeliveryConfig.of(settings).receiversFile();
        try {
            return ReceiversFile.read(Files.readString(file), SecretReferences.ofProcess(), Optional.empty())
                    .value();
        } catch (InvalidDocument e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
