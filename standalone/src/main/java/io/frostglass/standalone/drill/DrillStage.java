package io.frostglass.standalone.drill;

import io.frostglass.standalone.Application;
import io.frostglass.standalone.DemoLog;
import io.frostglass.standalone.DemoPorts;
import io.frostglass.standalone.DemoRollouts;
import io.frostglass.standalone.EmbeddedCluster;
import io.frostglass.standalone.Installation;
import io.frostglass.standalone.Parts;
import io.frostglass.standalone.Pipeline;
import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.standalone.load.CameraClient;
import io.frostglass.standalone.load.SignedRequest;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.standalone.receiver.DemoReceiver;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Where a drill takes place: an installation of its own, and a person at the terminal.
final class DrillStage implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /// What stands for words of the pages that are in capitals.
    private static final Map<String, String> OWN_WORDS = Map.of("CAMERA", "cam-1", "SITE", "site-1");

    private final Path home;
    private final Path work;
    private final boolean byItself;
    private final PrintStream out;
    private final Parts parts;
    private final Installation installation;
    private final EmbeddedCluster cluster;
    private final CameraClient cameras;
    private final HttpClient http;
    private final Set<String> alerts = ConcurrentHashMap.newKeySet();
    private final List<String> failures = new ArrayList<>();

    /// @param home the folder of the source tree, with the runbooks and the launcher
    /// @param work an empty folder
    /// @param byItself whether nobody is there to read: it waits for nothing
    DrillStage(Path home, Path work, int portBase, boolean byItself, PrintStream out) throws IOException {
        this.home = home;
        this.work = work;
        this.byItself = byItself;
        this.out = out;
        parts = new Parts(out);
        try {
            // The runbooks' commands look for their settings there.
            Path data = work.resolve(".frostglass");
            installation = Installation.open(data, new DemoPorts(portBase), false);
            DemoLog.toFile(data.resolve("frostglass.log"));
            cluster = parts.add(EmbeddedCluster.start(installation));
            Files.copy(data.resolve("clients/admin.properties"), work.resolve("admin.properties"));
            parts.add(DemoReceiver.start(
                    installation.ports().receiver(),
                    installation.receiverSecret(),
                    (eventId, update, redelivery, at) -> alerts.add(eventId)));
            DemoRollouts.widen(installation, cluster);
            parts.add(Pipeline.start(installation, cluster::client));
            cameras = parts.add(CameraClient.create());
            http = parts.add(HttpClient.newHttpClient());
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    Installation installation() {
        return installation;
    }

    EmbeddedCluster cluster() {
        return cluster;
    }

    void say(String words) {
        out.println(words);
    }

    /// Tells what a person would see, and waits until the page has been read.
    RunbookPage alarm(String sign, String page) throws IOException {
        out.println();
        out.println("You would see: " + sign);
        out.println("Open " + home.resolve("docs/runbooks").resolve(page + ".md"));
        if (!byItself) {
            Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .ifPresent(
                            console -> console.readLine("Read it, and decide what you would do. Then press Enter: "));
        }
        return RunbookPage.read(home, page);
    }

    /// Runs the commands of Frostglass in a block, and shows the others.
    void run(List<String> block) throws IOException, InterruptedException {
        for (String line : block) {
            String command = line.replaceFirst("\\s+#.*", "");
            for (var word : OWN_WORDS.entrySet()) {
                command = command.replaceAll("\\b" + word.getKey() + "\\b", word.getValue());
            }
            out.println();
            if (command.startsWith("./frostglass ")) {
                run(command);
            } else {
                out.println("(on your own cluster) " + command);
            }
        }
    }

    private void run(String command) throws IOException, InterruptedException {
        out.println("$ " + command);
        var words = new ArrayList<>(List.of(command.split(" +")));
        words.set(0, home.resolve("frostglass").toString());
        words.addFirst("bash");
        Process process = new ProcessBuilder(words)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .start();
        out.print(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        int exitCode = process.waitFor();
        // The doctor ends with 1 if something deviates: it may.
        if (exitCode != 0 && !(exitCode == 1 && words.contains("doctor"))) {
            failures.add(command + " ended with " + exitCode);
        }
    }

    /// Waits until something is so, and tells whether it is.
    void check(String what, DrillCheck check) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(TIMEOUT);
        boolean holds = check.holds();
        while (!holds && Instant.now().isBefore(end)) {
            Thread.sleep(100);
            holds = check.holds();
        }
        out.println((holds ? "yes: " : "NO: ") + what);
        if (!holds) {
            failures.add("not so: " + what);
        }
    }

    @FunctionalInterface
    interface DrillCheck {
        boolean holds() throws IOException, InterruptedException;
    }

    CameraAccount camera() throws IOException {
        return CameraAccount.readAll(installation.sites()).getFirst();
    }

    /// Sends an event, again and again for a minute if there is no answer.
    WebhookAnswer send(CameraAccount account) throws IOException, InterruptedException {
        Instant now = Instant.now();
        var source =
                TrafficGenerator.Source.of(List.of(account), Optional.empty()).getFirst();
        return cameras.send(new SignedRequest(
                installation.ingestUrl(),
                account,
                "msg_" + UUID.randomUUID(),
                source.camera().take(now),
                now));
    }

    boolean isDelivered(WebhookAnswer answer) {
        return answer instanceof WebhookAnswer.AcceptedAnswer accepted && alerts.contains(accepted.eventId());
    }

    /// The answer of an application: 0 if there is none.
    int status(Application application, String path, String key) throws InterruptedException {
        return get(application, path, key).map(HttpResponse::statusCode).orElse(0);
    }

    /// Whether a metric of an application with such a name is above 0.
    boolean isCounted(Application application, String metric) throws InterruptedException {
        return get(application, "/metrics", "").map(HttpResponse::body).stream()
                .flatMap(String::lines)
                .anyMatch(line -> line.startsWith(metric) && !line.endsWith(" 0.0"));
    }

    private Optional<HttpResponse<String>> get(Application application, String path, String key)
            throws InterruptedException {
        URI url = URI.create("http://127.0.0.1:" + application.port(installation.ports()) + path);
        var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(10));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            return Optional.of(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// What did not go as it should.
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        parts.close();
    }
}
