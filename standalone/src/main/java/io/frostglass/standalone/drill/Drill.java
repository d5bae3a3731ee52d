package io.frostglass.standalone.drill;

import io.frostglass.settings.Sha256;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A situation, how to notice it, and how to end it by the page of `docs/runbooks` that has its name.
enum Drill {
    CAMERA_SECRET_LEAKED("Somebody sends events with the secret of a camera.") {
        @Override
        void play(DrillStage stage) throws IOException, InterruptedException {
            CameraAccount old = stage.camera();
            stage.say("Somebody has the secret of " + old.cameraId() + ", and sends an event with it.");
            WebhookAnswer forged = stage.send(old);
            stage.check("ingest accepts it, and it becomes an alert", () -> stage.isDelivered(forged));
            RunbookPage page = stage.alarm(
                    "no alert of the monitoring: to ingest, the event is genuine. A person tells you.", page());
            stage.run(page.blocks("Look").getFirst());
            var renewed = new CameraAccount(old.cameraId(), old.scheme(), "whsec_" + randomKey(), old.multipart());
            Path sites = stage.installation().sites();
            stage.say("Steps 1 and 2: a new secret before the old one in " + sites);
            replace(sites, "\"" + old.secret() + "\"", "\"" + renewed.secret() + "\", \"" + old.secret() + "\"");
            stage.check("ingest takes the new secret", () -> isAccepted(stage.send(renewed)));
            stage.say("Step 3: the old secret is deleted");
            replace(sites, ", \"" + old.secret() + "\"", "");
            stage.check("ingest refuses the old secret", () -> !isAccepted(stage.send(old)));
            stage.run(page.blocks("Mend").getFirst());
            stage.say("""

                    To check: the camera sends again (frostglass_ingest_requests_seconds, outcome accepted); CameraRefused fires
                    if somebody goes on with the old secret; the audit log has the revocation.""");
        }
    },

    AGENT_COMPROMISED("Somebody has the key of an agent.") {
        @Override
        void play(DrillStage stage) throws IOException, InterruptedException {
            stage.send(stage.camera());
            String stolen = Files.readString(stage.installation().agentKey()).strip();
            stage.say("Somebody has copied the key of the agent, and reads events with it.");
            stage.check("the gateway shows them", () -> status(stage, stolen) == 200);
            RunbookPage page = stage.alarm(
                    "SecurityFinding, if a token is used from two places; AgentStopped, if the decisions look wrong.",
                    page());
            stage.run(page.blocks("Look").getFirst());
            List<List<String>> mend = page.blocks("Mend");
            stage.run(mend.getFirst());
            stage.check("no agent is shown anything", () -> status(stage, stolen) != 200);
            String renewed = randomKey().replaceAll("[^A-Za-z0-9]", "x");
            stage.say("A new credential of the agent in " + stage.installation().agents());
            replace(stage.installation().agents(), Sha256.hex(stolen), Sha256.hex(renewed));
            stage.run(mend.get(1));
            stage.check("the new key works", () -> status(stage, renewed) == 200);
            stage.check("the stolen key does not", () -> status(stage, stolen) == 401);
            stage.run(mend.get(2));
            stage.say("""

                    To check: agent report, for what the intruder decided; each alert of that time, by the rules; who else
                    could read the key.""");
        }

        private static int status(DrillStage stage, String key) throws InterruptedException {
            return stage.status(Application.AGENT_GATEWAY, "/v1/events", key);
        }
    },

    BROKER_LOST("The broker is away.") {
        @Override
        void play(DrillStage stage) throws IOException, InterruptedException {
            stage.say("The demo has one broker. It stops, and a camera sends an event.");
            CameraAccount camera = stage.camera();
            stage.cluster().stopBroker();
            var event = CompletableFuture.supplyAsync(() -> {
                try {
                    return stage.send(camera);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            stage.check(
                    "ingest says that it is not ready",
                    () -> stage.status(Application.INGEST, "/health/ready", "") == 503);
            RunbookPage page = stage.alarm(
                    "ApplicationNotReady of several applications (frostglass_ready 0); with one broker of one, IngestUnavailable.",
                    page());
            stage.run(page.blocks("Mend").getFirst());
            stage.say("The drill starts its broker again.");
            stage.cluster().startBroker();
            for (Application application : Application.ALL) {
                stage.check(
                        application.command() + " is ready",
                        () -> stage.status(application, "/health/ready", "") == 200);
            }
            stage.check("the camera's event was accepted, and delivered", () -> stage.isDelivered(answer(event)));
            stage.run(page.blocks("Look").getFirst());
            stage.say("""

                    To check: no partition is under-replicated; the lag is gone (StreamLag); what cameras could not send in
                    the meantime.""");
        }

        private static WebhookAnswer answer(CompletableFuture<WebhookAnswer> event)
                throws IOException, InterruptedException {
            try {
                return event.get();
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }
    },

    RECORD_UNREADABLE("A record cannot be read.") {
        @Override
        void play(DrillStage stage) throws IOException, InterruptedException {
            stage.say("Something else than anonymize-stream writes with its password to sanitized.motion.");
            var bytes = new ByteArraySerializer();
            var settings = new HashMap<String, Object>(stage.cluster().client(Principal.ANONYMIZE_STREAM));
            try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
                var _ = producer.send(new ProducerRecord<>(TopicCatalogue.MOTION.name(), new byte[10]));
            }
            RunbookPage page = stage.alarm("RecordUnreadable (frostglass_stream_dead_letters_total)", page());
            for (Application reader : List.of(Application.TOKENS, Application.ESCALATE)) {
                stage.check(
                        reader.command() + " counts a dead letter",
                        () -> stage.isCounted(reader, "frostglass_stream_dead_letters_total"));
            }
            stage.run(page.blocks("Look").getFirst());
            WebhookAnswer next = stage.send(stage.camera());
            stage.check("the next event is delivered: the stream goes on", () -> stage.isDelivered(next));
            stage.say("""

                    To check: which people and machines have the password of anonymize-stream; whether topics plan shows
                    rights that the catalogue does not give; whether the record held an event, as that raised no alert.""");
        }
    };

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String situation;

    Drill(String situation) {
        this.situation = situation;
    }

    /// Causes the situation, waits for the person, and ends it.
    abstract void play(DrillStage stage) throws IOException, InterruptedException;

    /// What happens, a sentence.
    String situation() {
        return situation;
    }

    /// Its name, and that of its page.
    String page() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isAccepted(WebhookAnswer answer) {
        return answer instanceof WebhookAnswer.AcceptedAnswer;
    }

    private static void replace(Path file, String before, String after) throws IOException {
        Files.writeString(file, Files.readString(file).replace(before, after));
    }

    private static String randomKey() {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }
}
