package io.frostglass.admin.backup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/// A record of a topic, as it was in the cluster.
///
/// @param timestamp milliseconds since 1970
@SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
record BackupRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Header> headers) {

    /// Before the identifier of the schema in a value, as Confluent's serializers write it.
    private static final byte MAGIC = 0;

    static final int PREFIX_BYTES = 5;

    static BackupRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new BackupRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                StreamSupport.stream(record.headers().spliterator(), false).toList());
    }

    /// The id of the schema that the value was written with, if it names one.
    OptionalInt schemaId() {
        return value != null && value.length >= PREFIX_BYTES && value[0] == MAGIC
                ? OptionalInt.of(ByteBuffer.wrap(value).getInt(1))
                : OptionalInt.empty();
    }

    /// The value with another id in the place of its own.
    byte @Nullable [] valueWith(int schemaId) {
        return value == null
                ? null
                : ByteBuffer.wrap(value.clone()).putInt(1, schemaId).array();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(topic);
        out.writeInt(partition);
        out.writeLong(offset);
        out.writeLong(timestamp);
        write(out, key);
        write(out, value);
        out.writeInt(headers.size());
        for (Header header : headers) {
            out.writeUTF(header.key());
            write(out, header.value());
        }
    }

    static BackupRecord read(DataInputStream in) throws IOException {
        String topic = in.readUTF();
        int partition = in.readInt();
        long offset = in.readLong();
        long timestamp = in.readLong();
        byte[] key = bytes(in);
        byte[] value = bytes(in);
        var headers = new ArrayList<Header>();
        for (int left = in.readInt(); left > 0; left--) {
            headers.add(new RecordHeader(in.readUTF(), bytes(in)));
        }
        return new BackupRecord(topic, partition, offset, timestamp, key, value, headers);
    }

    private static void write(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : in.readNBytes(length);
    }
}
