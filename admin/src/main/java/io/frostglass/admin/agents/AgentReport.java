package io.frostglass.admin.agents;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The decisions of agents, compared with those of the rules about the same events.
///
/// @param since start of the period
/// @param rows one for each agent at each site, by site and agent
/// @param total all rows together
public record AgentReport(Instant since, List<ReportRow> rows, ReportRow total) {

    /// The entries of the rules may be this much older than those of the agents.
    private static final Duration RULES_BEFORE = Duration.ofMinutes(15);

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    public AgentReport {
        rows = List.copyOf(rows);
    }

    /// Reads the audit log.
    ///
    /// @param kafka client settings of `audit-log`
    /// @param wanted selects agents at sites
    public static AgentReport read(
            Map<String, Object> kafka,
            SerdeFactory serdes,
            Instant since,
            Predicate<DecisionComparison.AgentAtSite> wanted) {
        var comparison = new DecisionComparison(since, wanted);
        var from = since.minus(RULES_BEFORE);
        TopicSnapshot.read(kafka, TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class, serdes, from, (_, entry) -> {
            if (entry != null) {
                comparison.take(entry);
            }
        });
        return new AgentReport(since, comparison.rows(), comparison.total());
    }

    /// Returns one line of JSON, keys in snake case.
    public String json() {
        var node = JSON.createObjectNode().put("since", since.toString());
        node.set("rows", JSON.valueToTree(rows));
        node.set("total", JSON.valueToTree(total));
        return node.toString();
    }
}
