package io.frostglass.standalone.cli;

import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.standalone.load.CameraClient;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.tls.InvalidTlsFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends the signed traffic of cameras to a running ingest.")
final class SimulateCommand implements Callable<Integer> {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "URL of ingest (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM file with the CAs of ingest's certificate, for https (default: those of the JDK).")
    private @Nullable Path authorities;

    @Option(
            names = "--sites",
            paramLabel = "FILE",
            defaultValue = ".frostglass/sites.yaml",
            description = "The sites file, for the cameras' secrets (default: ${DEFAULT-VALUE}, the demo's).")
    private Path sites = Path.of("");

    @Option(names = "--camera", paramLabel = "ID", description = "One camera of the file (default: all in turn).")
    private @Nullable String camera;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "1",
            description = "Events a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many events (default: ${DEFAULT-VALUE}).")
    private long events;

    @Option(names = "--media", paramLabel = "DIR", description = "Send the JPEGs of a folder instead of a drawn scene.")
    private @Nullable Path media;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var client = client();
                var traffic = TrafficGenerator.start(url, sources(), plan(), client, SimulateCommand::tell)) {
            traffic.await();
            var counts = traffic.counts();
            System.out.printf(
                    "%d sent, %d accepted, %d duplicates, %d refused, %d given up%n",
                    counts.sent(), counts.accepted(), counts.duplicates(), counts.refused(), counts.gaveUp());
            return counts.refused() + counts.gaveUp() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private CameraClient client() {
        try {
            return authorities == null ? CameraClient.create() : CameraClient.trusting(authorities);
        } catch (InvalidTlsFiles e) {
            throw new ParameterException(spec.commandLine(), "--ca: " + e.getMessage());
        }
    }

    private static void tell(TrafficGenerator.Sending sending, WebhookAnswer answer) {
        String what = switch (answer) {
            case WebhookAnswer.AcceptedAnswer accepted ->
                accepted.eventId() + (accepted.duplicate() ? " (known before)" : "");
            case WebhookAnswer.RejectedAnswer rejected -> "refused, status " + rejected.status();
            case WebhookAnswer.GaveUp gaveUp -> "given up: " + gaveUp.why();
        };
        System.out.println(sending.cameraId() + "  " + what);
    }

    private List<TrafficGenerator.Source> sources() throws IOException {
        List<CameraAccount> accounts = CameraAccount.readAll(sites).stream()
                .filter(account -> camera == null || account.cameraId().equals(camera))
                .toList();
        if (accounts.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--camera: no such camera in " + sites);
        }
        return TrafficGenerator.Source.of(accounts, Optional.ofNullable(media));
    }

    private TrafficGenerator.TrafficPlan plan() {
        try {
            return new TrafficGenerator.TrafficPlan(rate, events);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--rate, --events: " + e.getMessage());
        }
    }
}
