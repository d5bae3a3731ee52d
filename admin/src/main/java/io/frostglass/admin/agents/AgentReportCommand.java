package io.frostglass.admin.agents;

import io.frostglass.admin.agents.DecisionComparison.AgentAtSite;
import io.frostglass.runtime.ClientOption;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
    private static final String COMPARED = "%-20s %-20s %11s %12s %12s %8s %8s %10s%n";

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
        var report = client.connect((kafka, serdes) -> AgentReport.read(kafka, serdes, from, this::isWanted));
        if (json) {
            System.out.println(report.json());
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

    private static void print(AgentReport report) {
        if (report.rows().isEmpty()) {
            System.out.println("no agent got an event or made a decision since " + report.since());
            return;
        }
        List<ReportRow> rows = new ArrayList<>(report.rows());
        if (rows.size() > 1) {
            rows.add(report.total());
        }
        System.out.printf("Decisions of agents since %s%n", report.since());
        var done = "site agent shown undecided decided raised dismissed acted shadowed median_ms p95_ms";
        System.out.printf(DONE, (Object[]) done.split(" "));
        rows.forEach(AgentReportCommand::printDone);
        System.out.printf("%nComparison with the rules%n");
        var compared = "site agent both_raise agent_alone rules_alone neither unknown agreement";
        System.out.printf(COMPARED, (Object[]) compared.split(" "));
        rows.forEach(AgentReportCommand::printCompared);
    }

    private static void printDone(ReportRow row) {
        System.out.printf(
                DONE,
                row.site(),
                row.agent(),
                row.shown(),
                row.undecided(),
                row.decided(),
                row.raised(),
                row.dismissed(),
                row.acted(),
                row.shadowed(),
                known(row.medianMs(), ""),
                known(row.p95Ms(), ""));
    }

    private static void printCompared(ReportRow row) {
        System.out.printf(
                COMPARED,
                row.site(),
                row.agent(),
                row.bothRaise(),
                row.agentAlone(),
                row.rulesAlone(),
                row.bothPass(),
                row.unknown(),
                known(row.agreementPercent(), " %"));
    }

    private static String known(@Nullable Number number, String unit) {
        return number == null ? "-" : number + unit;
    }
}
