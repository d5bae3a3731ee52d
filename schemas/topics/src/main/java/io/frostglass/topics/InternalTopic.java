package io.frostglass.topics;

import java.util.List;
import java.util.function.ToIntFunction;

/// A topic that Kafka makes for a Kafka Streams application: a changelog, or the records between two sub-topologies.
///
/// @param name in full
/// @param loss what follows if it is deleted, a sentence; of a repartition topic: if a record in it is unread
/// @param grave whether an alert may then be lost or doubled, a token used twice, or misuse missed
/// @param like it has as many partitions as the largest of these; empty: `partitions`
/// @param partitions on a cluster as the catalogue says
public record InternalTopic(String name, String loss, boolean grave, List<Topic> like, int partitions) {

    private static final String CHANGELOG = "-changelog";
    private static final String REPARTITION = "-repartition";

    static InternalTopic repartition(Principal application, String name, int partitions) {
        return new InternalTopic(
                application.internalTopicPrefix() + name + REPARTITION,
                "What the application has not read of it is lost.",
                true,
                List.of(),
                partitions);
    }

    static InternalTopic repartition(Principal application, String name, List<Topic> like) {
        InternalTopic topic = repartition(application, name, largest(like, Topic::partitions));
        return new InternalTopic(topic.name, topic.loss, topic.grave, List.copyOf(like), topic.partitions);
    }

    static InternalTopic changelog(Principal application, String store, String loss, boolean grave, List<Topic> like) {
        return new InternalTopic(
                application.internalTopicPrefix() + store + CHANGELOG,
                loss,
                grave,
                List.copyOf(like),
                largest(like, Topic::partitions));
    }

    /// Whether a topic's name is one of a changelog or a repartition topic.
    public static boolean isInternal(Principal application, String topic) {
        return topic.startsWith(application.internalTopicPrefix())
                && (topic.endsWith(CHANGELOG) || isRepartition(topic));
    }

    /// Whether records are lost with it that a group has not read.
    public static boolean isRepartition(String topic) {
        return topic.endsWith(REPARTITION);
    }

    /// How many partitions Kafka gives it.
    ///
    /// @param actual how many another topic has on the cluster
    public int partitions(ToIntFunction<Topic> actual) {
        return like.isEmpty() ? partitions : largest(like, actual);
    }

    private static int largest(List<Topic> topics, ToIntFunction<Topic> partitions) {
        return topics.stream().mapToInt(partitions).max().orElse(1);
    }

    /// Its name without the application's, such as `seen-events`.
    ///
    /// @param topic the name of a changelog or a repartition topic of the application
    public static String shortName(Principal application, String topic) {
        return topic.substring(application.internalTopicPrefix().length(), topic.lastIndexOf('-'));
    }
}
