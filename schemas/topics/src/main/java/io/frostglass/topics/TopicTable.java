package io.frostglass.topics;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/// The catalogue as a Markdown table, for `docs/topics.md`.
public final class TopicTable {

    private static final String HEAD = """
            | topic | holds | key | value | partitions | kept for | written by | read by |
            |---|---|---|---|---|---|---|---|
            """;

    private static final String INTERNAL_HEAD = """
            | topic | partitions | if it is lost |
            |---|---|---|
            """;

    private TopicTable() {}

    /// The table, each line ended by a line feed.
    public static String markdown() {
        return TopicCatalogue.topics().stream().map(TopicTable::row).collect(Collectors.joining("", HEAD, ""));
    }

    /// The topics that Kafka makes for the applications, as a table.
    public static String internalTopics() {
        return StreamsCatalogue.topologies().stream()
                .flatMap(topology -> topology.internalTopics().stream())
                .map(topic -> "| `%s` | %d | %s%s |\n"
                        .formatted(topic.name(), topic.partitions(), topic.grave() ? "**grave:** " : "", topic.loss()))
                .collect(Collectors.joining("", INTERNAL_HEAD, ""));
    }

    private static String row(Topic topic) {
        return "| `%s` | %s | %s | %s | %d | %s | %s | %s |\n"
                .formatted(
                        topic.name(),
                        topic.purpose(),
                        topic.key(),
                        value(topic.valueType()),
                        topic.partitions(),
                        kept(topic),
                        users(topic.writers()),
                        users(topic.readers()));
    }

    private static String value(String type) {
        return type.equals(Topic.BYTES) ? "as found" : "`" + type.substring(type.lastIndexOf('.') + 1) + "`";
    }

    private static String kept(Topic topic) {
        String time = duration(topic.retention());
        return switch (topic.cleanup()) {
            case DELETE, DELETE_AND_COMPACT_ON_REQUEST -> time;
            case COMPACT -> "latest per key";
            case COMPACT_AND_DELETE -> time + ", latest per key";
        };
    }

    private static String duration(Duration duration) {
        if (duration.isZero()) {
            return "ever";
        }
        return duration.toHours() <= 24 ? duration.toHours() + " h" : duration.toDays() + " days";
    }

    private static String users(Set<Principal> principals) {
        return principals.isEmpty()
                ? "nobody"
                : principals.stream().sorted().map(Principal::user).collect(Collectors.joining(", "));
    }
}
