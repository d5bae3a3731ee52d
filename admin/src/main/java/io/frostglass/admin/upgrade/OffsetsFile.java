package io.frostglass.admin.upgrade;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/// The offsets of a group, as JSON. It holds no record.
///
/// @param application such as `escalation-sink`
/// @param cluster the id of the cluster
/// @param at when they were exported, RFC 3339
/// @param offsets one for each partition that the group reads
record OffsetsFile(String application, String group, String cluster, String at, List<ExportedOffset> offsets) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// @param topicId a topic that is made anew has another one
    /// @param offset of the next record to read
    /// @param metadata what Kafka Streams has written beside it: the time up to which it has read
    record ExportedOffset(String topic, String topicId, int partition, long offset, String metadata) {

        ExportedOffset {
            Objects.requireNonNull(topic);
            Objects.requireNonNull(topicId);
            Objects.requireNonNull(metadata);
        }

        TopicPartition at() {
            return new TopicPartition(topic, partition);
        }
    }

    OffsetsFile {
        Objects.requireNonNull(application);
        Objects.requireNonNull(group);
        Objects.requireNonNull(cluster);
        Objects.requireNonNull(at);
        offsets = List.copyOf(offsets);
    }

    /// Empty if there is no such file.
    ///
    /// @throws IOException if it is not as it was written
    static Optional<OffsetsFile> read(Path file) throws IOException {
        try {
            return Optional.of(JSON.readerFor(OffsetsFile.class).readValue(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new IOException(file + " is no file of offsets, or it is damaged", e);
        }
    }

    /// Writes a new file; when this returns, it is on the disk.
    void write(Path file) throws IOException {
        try {
            Files.write(file, JSON.writeValueAsBytes(this), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " has appeared meanwhile", e);
        } catch (NoSuchFileException e) {
            throw new IOException("no such folder: " + file.toAbsolutePath().getParent(), e);
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
