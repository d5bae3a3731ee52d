package io.frostglass.admin.doctor;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.runtime.ClientOption;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.SaslConfigs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `frostglass doctor`.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Compares a cluster with the catalogue, looks at folders of secrets, and reports all deviations. It changes"
                        + " nothing. Exits with 0 if there is no deviation, else with 1.")
public final class DoctorCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern USER = Pattern.compile("\\busername=\"([^\"]*)\"");

    @Mixin
    private ClientOption client = new ClientOption("admin");

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description =
                    "Also look at the passwords, keys and certificates in this folder, such as compose/local/secrets."
                            + " Can be repeated.")
    private List<Path> secrets = new ArrayList<>();

    @Option(
            names = "--known-user",
            paramLabel = "USER",
            description =
                    "A Kafka user of your own that is not in the catalogue. The super users of the brokers, and the"
                            + " user of --config, are known. Only what lets it read raw media is reported. Can be"
                            + " repeated.")
    private Set<String> known = new HashSet<>();

    @Option(names = "--json", description = "Print one JSON object: all deviations.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Map<String, Object> kafka = client.kafka();
        var jaas = USER.matcher(String.valueOf(kafka.get(SaslConfigs.SASL_JAAS_CONFIG)));
        if (jaas.find()) {
            known.add(jaas.group(1));
        }
        var clock = Clock.systemUTC();
        var deviations = new ArrayList<Deviation>();
        try (Admin admin = Admin.create(kafka)) {
            deviations.addAll(new ClusterCheck(admin, known, clock).all());
        }
        for (Path folder : secrets) {
            deviations.addAll(new SecretsCheck(clock).of(folder));
        }
        System.out.print(json ? asJson(deviations) : asText(deviations));
        return deviations.isEmpty() ? 0 : 1;
    }

    static String asText(List<Deviation> deviations) {
        if (deviations.isEmpty()) {
            return "all is as it should be\n";
        }
        var text = new StringBuilder();
        deviations.forEach(deviation -> text.append("%s %s: %s: %s%n  why: %s%n  mend: %s%n"
                .formatted(
                        deviation.severity(),
                        deviation.check(),
                        deviation.subject(),
                        deviation.what(),
                        deviation.why(),
                        deviation.mend())));
        return text.toString();
    }

    static String asJson(List<Deviation> deviations) {
        var root = JSON.createObjectNode();
        var list = root.putArray("deviations");
        deviations.forEach(deviation -> list.addObject()
                .put("check", deviation.check())
                .put("severity", deviation.severity().name().toLowerCase(Locale.ROOT))
                .put("subject", deviation.subject())
                .put("what", deviation.what())
                .put("why", deviation.why())
                .put("mend", deviation.mend()));
        return root + "\n";
    }
}
