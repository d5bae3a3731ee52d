package io.frostglass.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.topics.Topic.Cleanup;
import io.frostglass.topics.Topic.Timestamps;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicCatalogueTest {

    @Test
    void namesNoTopicTwice() {
        assertThat(TopicCatalogue.topics()).extracting(Topic::name).doesNotHaveDuplicates();
    }

    @Test
    void rawMediaIsGoneSoonAfterItsRetention() {
        // When
        var configuration = TopicCatalogue.MOTION_RAW.configuration();

        // Then
        assertThat(configuration)
                .containsEntry("retention.ms", "86400000")
                .containsEntry("segment.ms", "10800000")
                .containsEntry("message.timestamp.type", "LogAppendTime")
                .containsEntry("cleanup.policy", "delete");
    }

    @Test
    void refusesATopicOutsideOfItsZone() {
        // When, Then
        assertThatThrownBy(() -> topic("sanitized.raw", "io.frostglass.restricted.MotionRaw"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("restricted.");
        assertThatThrownBy(() -> topic("restricted.raw", "io.frostglass.sanitized.SanitizedMotion"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("io.frostglass.restricted");
    }

    @Test
    void onlyApplicationsOfTheRestrictedZoneReadRestrictedTopics() {
        assertThat(TopicCatalogue.topics())
                .filteredOn(topic -> topic.zone() == Zone.RESTRICTED)
                .allSatisfy(topic -> assertThat(topic.readers()).allMatch(reader -> reader.zone() == Zone.RESTRICTED));
    }

    @Test
    void printsItselfAsATableOfMarkdown() {
        // When
        String table = TopicTable.markdown();

        // Then
        assertThat(table.lines()).hasSize(2 + TopicCatalogue.topics().size());
        assertThat(table)
                .contains("| `restricted.motion-raw` |")
                .contains("| site id | `MotionRaw` | 6 | 24 h | ingest | anonymize-stream |")
                .contains("| event id | `Receipt` | 1 | 24 h, latest per key | ingest | ingest |")
                .contains("| 1 | 7 days | anonymize-stream | nobody |");
    }

    @Test
    void saysOfEachTopicThatKafkaMakesWhatIsLostWithIt() {
        assertThat(TopicTable.internalTopics())
                .contains("| `sanitized.escalation-sink-by-event-repartition` | 6 | **grave:** What ")
                .contains("| `restricted.anonymize-stream-backgrounds-changelog` | 6 | Backgrounds ");
    }

    private static Topic topic(String name, String valueType) {
        return new Topic(
                name,
                Zone.RESTRICTED,
                "",
                "",
                valueType,
                1,
                Cleanup.DELETE,
                Duration.ZERO,
                Duration.ZERO,
                Timestamps.BROKER,
                1,
                Set.of(),
                Set.of());
    }
}
