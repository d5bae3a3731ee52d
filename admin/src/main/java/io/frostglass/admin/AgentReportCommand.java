package io.frostglass.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostglass.admin.DecisionComparison.AgentAtSite;
import io.frostglass.runtime.ClientOption;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares the decisions of agents with those of the rules, event by event, from the audit log.")
final class AgentReportCommand implements Callable<Integer> {

    private static final String DONE = "%-20s %-20s %8s %10s %8s %8s %10s %8s %9s %10s %8s%n";
    private static final String COMPARED = "%-20s %-20s %11s %12s %12s %9s %8s %18s%n";

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            defaultValue = "24h",
            description = "How far back: a number and s, m, h or d (default: ${DEFAULT-VALUE}).")
    private String since = "24h";

    @Option(names = "--site", paramLabel = "ID", description = "Of one site.")
    private @Nullable String site;

    @Option(names = "--agent", paramLabel = "ID", description = "Of one agent.")
    private @Nullable String agent;

    @Option(names = "--json", description = "As one line of JSON.")
    private boolean json;

    @Mixin
    private ClientOption client = new ClientOption(Principal.AUDIT_LOG);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Instant from = Instant.now().minus(duration()).truncatedTo(ChronoUnit.SECONDS);
        var report = client.connect((kafka, serdes) -> DecisionComparison.read(
                        kafka, serdes, from, this::isWanted, gap -> System.err.println(gap.text()))
                .json());
        if (json) {
            System.out.println(report);
        } else {
            print(report);
        }
        return ExitCode.OK;
    }

    private Duration duration() {
        if (!since.matches("\\d{1,6}[smhd]")) {
            throw new ParameterException(spec.commandLine(), "--since: a number and s, m, h or d, such as 24h");
        }
        return Duration.parse((since.endsWith("d") ? "P" : "PT") + since);
    }

    private boolean isWanted(AgentAtSite place) {
        return (site == null || site.equals(place.site())) && (agent == null || agent.equals(place.agent()));
    }

    private static void print(JsonNode report) {
        var rows = new ArrayList<JsonNode>();
        report.path("rows").forEach(rows::add);
        String since = report.path("since").textValue();
        if (rows.isEmpty()) {
            System.out.println("no agent got an event or made a decision since " + since);
            return;
        }
        if (rows.size() > 1) {
            rows.add(report.path("total"));
        }
        System.out.printf("Decisions of agents since %s%n", since);
        print(DONE, "site agent shown undecided decided raised dismissed acted shadowed median_ms p95_ms", rows);
        System.out.printf("%nComparison with the rules%n");
        print(COMPARED, "site agent both_raise agent_alone rules_alone both_pass unknown agreement_percent", rows);
    }

    private static void print(String format, String columns, List<JsonNode> rows) {
        String[] names = columns.split(" ", -1);
        System.out.printf(format, (Object[]) names);
        for (JsonNode row : rows) {
            System.out.printf(
                    format,
                    Arrays.stream(names).map(name -> row.path(name).asText("-")).toArray());
        }
    }
}
