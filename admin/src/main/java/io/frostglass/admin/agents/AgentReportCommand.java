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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        description = "What agents decided, beside what the rules decided about the same events, from the audit log.")
final class AgentReportCommand implements Callable<Integer> {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smhd])");
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
        Matcher form = DURATION.matcher(since);
        if (!form.matches()) {
            throw new ParameterException(spec.commandLine(), "--since: a number and s, m, h or d, such as 24h");
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private boolean isWanted(AgentAtSite agentAtSite) {
        return (site == null || site.equals(agentAtSite.site()))
                && (agent == null || agent.equals(agentAtSite.agent()));
    }

    private static void print(AgentReport report) {
        if (report.rows().isEmpty()) {
            System.out.println("no agent was shown or has decided anything since " + report.since());
            return;
        }
        List<ReportRow> rows = new ArrayList<>(report.rows());
        if (rows.size() > 1) {
            rows.add(report.total());
        }
        System.out.printf("What agents decided since %s%n", report.since());
        System.out.printf(
                DONE,
                "site",
                "agent",
                "shown",
                "undecided",
                "decided",
                "raised",
                "dismissed",
                "acted",
                "shadowed",
                "median ms",
                "p95 ms");
        rows.forEach(AgentReportCommand::printDone);
        System.out.printf("%nand what the rules decided about the same events%n");
        System.out.printf(
                COMPARED,
                "site",
                "agent",
                "both raise",
                "agent alone",
                "rules alone",
                "neither",
                "unknown",
                "agreement");
        rows.forEach(AgentReportCommand::printCompared);
    }

    private static void printDone(ReportRow reportRow) {
        System.out.printf(
                DONE,
                reportRow.site(),
                reportRow.agent(),
                reportRow.shown(),
                reportRow.undecided(),
                reportRow.decided(),
                reportRow.raised(),
                reportRow.dismissed(),
                reportRow.acted(),
                reportRow.shadowed(),
                known(reportRow.medianMs(), ""),
                known(reportRow.p95Ms(), ""));
    }

    private static void printCompared(ReportRow reportRow) {
        System.out.printf(
                COMPARED,
                reportRow.site(),
                reportRow.agent(),
                reportRow.bothRaise(),
                reportRow.agentAlone(),
                reportRow.rulesAlone(),
                reportRow.bothPass(),
                reportRow.unknown(),
                known(reportRow.agreementPercent(), " %"));
    }

    private static String known(@Nullable Number number, String unit) {
        return number == null ? "-" : number + unit;
    }
}
