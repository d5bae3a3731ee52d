package io.frostglass.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the group of a Kafka Streams application reads, and what Kafka makes for it.
///
/// @param sources topics of the catalogue; without those that each instance reads as a whole
/// @param internalTopics in the order of the flow
public record StreamsTopology(Principal application, List<Topic> sources, List<InternalTopic> internalTopics) {

    public StreamsTopology {
        sources = List.copyOf(sources);
        internalTopics = List.copyOf(internalTopics);
    }

    /// The name of its group.
    public String group() {
        return application.applicationId();
    }

    public Optional<InternalTopic> internalTopic(String name) {
        return internalTopics.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst();
    }

    static StreamsTopologyBuilder reads(Principal application, List<Topic> sources) {
        return new StreamsTopologyBuilder(application, sources);
    }

    static final class StreamsTopologyBuilder {

        private final Principal application;
        private final List<Topic> sources;
        private final List<InternalTopic> internalTopics = new ArrayList<>();

        private StreamsTopologyBuilder(Principal application, List<Topic> sources) {
            this.application = application;
            this.sources = sources;
        }

        StreamsTopologyBuilder repartition(String name, int partitions) {
            internalTopics.add(InternalTopic.repartition(application, name, partitions));
            return this;
        }

        StreamsTopologyBuilder repartition(String name, List<Topic> like) {
            internalTopics.add(InternalTopic.repartition(application, name, like));
            return this;
        }

        /// A store without which an alert may be lost or doubled, a token used twice, or misuse missed.
        ///
        /// @param like the sources of its sub-topology; none: it has one partition
        StreamsTopologyBuilder graveStore(String name, List<Topic> like, String loss) {
            internalTopics.add(InternalTopic.changelog(application, name, loss, true, like));
            return this;
        }

        /// Another store.
        StreamsTopologyBuilder store(String name, List<Topic> like, String loss) {
            internalTopics.add(InternalTopic.changelog(application, name, loss, false, like));
            return this;
        }

        StreamsTopology build() {
            return new StreamsTopology(application, sources, internalTopics);
        }
    }
}
