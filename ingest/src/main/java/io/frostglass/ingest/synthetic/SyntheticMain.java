package io.frostglass.ingest.synthetic;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookTarget;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.TerseErrors;
import io.frostglass.settings.ValueParser;
import io.frostglass.tls.InvalidTlsFiles;
import io.frostglass.tls.ReloadingTls;
import io.frostglass.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `frostglass synthetic`: sends the synthetic event of each site, over the way that cameras take. It does not look at
/// what becomes of them: the applications say that themselves.
@Command(
        name = "frostglass synthetic",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends the daily synthetic event of each site to ingest, as a camera would.")
public final class SyntheticMain implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final String ACCEPTED = "accepted";

    /// Ten minutes in all: an ingest that starts again is no reason to lose a day.
    private static final int ATTEMPTS = 20;

    private static final Duration PAUSE = Duration.ofSeconds(30);

    @Option(
            names = "--url",
            paramLabel = "URL",
            required = true,
            description = "Where cameras reach ingest, such as https://cameras.example.com.")
    private URI url = URI.create("");

    @Option(
            names = "--cameras",
            paramLabel = "FILE",
            required = true,
            description = "YAML file with the synthetic cameras and their secrets.")
    private Path cameras = Path.of("");

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM file with the CAs of ingest's certificate, for https (default: those of the JDK).")
    private @Nullable Path authorities;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            description = "Sends again after this time, such as 24h, until it is stopped (default: once).")
    private @Nullable String every;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private SyntheticMain() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /// The command, with its exit code 1 if an event was not accepted.
    public static CommandLine commandLine() {
        return TerseErrors.on(new CommandLine(new SyntheticMain()));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<Duration> pause = pause();
        try (HttpClient http = client()) {
            boolean all = sendAll(http);
            while (pause.isPresent()) {
                Thread.sleep(pause.get());
                all = sendAll(http);
            }
            return all ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private Optional<Duration> pause() {
        if (every == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ValueParser.duration(Duration.ofMinutes(1), Duration.ofHours(24))
                    .parse(every));
        } catch (InvalidValue e) {
            throw new ParameterException(spec.commandLine(), "--every " + e.getMessage(), e);
        }
    }

    private HttpClient client() {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER);
        if (authorities != null) {
            try {
                var files = new TlsFiles(Optional.empty(), Optional.empty(), Optional.of(authorities));
                builder.sslContext(ReloadingTls.of(files).context());
            } catch (InvalidTlsFiles e) {
                throw new ParameterException(spec.commandLine(), "--ca: " + e.getMessage(), e);
            }
        }
        return builder.build();
    }

    /// The file is read each time: a new site needs no restart.
    private List<SyntheticCamera> cameras() throws IOException {
        try {
            return SyntheticCamera.parse(Files.readString(cameras));
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + cameras, e);
        } catch (InvalidDocument e) {
            throw new IOException(cameras + ": " + e.what(), e);
        }
    }

    /// Sends one event of each camera. Those that ingest cannot take now are sent again, each under its own id.
    private boolean sendAll(HttpClient http) throws IOException, InterruptedException {
        byte[] body = body(Clock.systemUTC().instant());
        var waiting = new LinkedHashMap<SyntheticCamera, String>();
        cameras().forEach(camera -> waiting.put(camera, "synthetic_" + UUID.randomUUID()));
        boolean all = true;
        for (int attempt = 1; !waiting.isEmpty(); attempt++) {
            if (attempt > 1) {
                Thread.sleep(PAUSE);
            }
            for (var sending : List.copyOf(waiting.entrySet())) {
                SyntheticCamera camera = sending.getKey();
                String outcome = send(http, camera, sending.getValue(), body);
                if (isFinal(outcome) || attempt == ATTEMPTS) {
                    waiting.remove(camera);
                    System.out.println(camera.id() + "  " + outcome);
                    all &= outcome.equals(ACCEPTED);
                }
            }
        }
        return all;
    }

    private static boolean isFinal(String outcome) {
        return outcome.equals(ACCEPTED) || (outcome.startsWith("status 4") && !outcome.equals("status 429"));
    }

    private String send(HttpClient http, SyntheticCamera camera, String id, byte[] body) throws InterruptedException {
        var target = new WebhookTarget(
                url.resolve("/v1/cameras/" + camera.id() + "/motion"), List.of(camera.secret()), TIMEOUT, Map.of());
        OutgoingRequest signed = target.request(id, body, Clock.systemUTC().instant());
        try {
            int status = http.send(request(signed), BodyHandlers.discarding()).statusCode();
            return status == HttpStatus.ACCEPTED_202 ? ACCEPTED : "status " + status;
        } catch (SSLException e) {
            return "no TLS: " + e.getMessage();
        } catch (IOException e) {
            return "no answer";
        }
    }

    private static HttpRequest request(OutgoingRequest outgoing) {
        HttpRequest.Builder request = HttpRequest.newBuilder(outgoing.url())
                .timeout(outgoing.timeout())
                .header("Content-Type", outgoing.contentType())
                .POST(BodyPublishers.ofByteArray(outgoing.body()));
        outgoing.headers().forEach(request::header);
        return request.build();
    }

    private static byte[] body(Instant at) {
        // The figure is at another place each day, and at the same place when somebody looks for a fault.
        SyntheticPicture picture =
                SyntheticPicture.draw(at.getEpochSecond() / Duration.ofDays(1).toSeconds());
        ObjectNode event = JSON.createObjectNode()
                .put("kind", "synthetic")
                .put("timestamp", at.toString())
                .put("motion_confidence", 0.9)
                .put("image", picture.jpeg());
        event.putArray("bboxes")
                .addObject()
                .put("x", picture.left())
                .put("y", SyntheticPicture.BOX_TOP)
                .put("w", SyntheticPicture.BOX_WIDTH)
                .put("h", SyntheticPicture.BOX_HEIGHT);
        event.putArray("labels").addObject().put("label", "person").put("confidence", 0.9);
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }
}
