package io.frostglass.topics.registry;

import io.frostglass.topics.registry.RegistryRefusedException.RegistryReason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.apache.avro.Schema;

/// Asks another registry once for each schema and id: neither ever changes.
///
/// It remembers an unknown id for a few seconds only: somebody may register it a moment later, but many malformed
/// records must not cause as many requests.
final class CachingSchemaRegistry implements SchemaRegistryClient {

    static final Duration UNKNOWN_FOR = Duration.ofSeconds(5);

    /// More than any cluster has. Ids come from records, so a writer can send as many as it likes.
    static final int MAX_ENTRIES = 1000;

    private record SubjectAndSchema(String subject, Schema schema) {}

    private final SchemaRegistryClient registry;
    private final LongSupplier nanoTime;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<SubjectAndSchema, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Long> unknownUntil = new ConcurrentHashMap<>();

    CachingSchemaRegistry(SchemaRegistryClient registry, LongSupplier nanoTime) {
        this.registry = registry;
        this.nanoTime = nanoTime;
    }

    @Override
    public Schema byId(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        refuseIfUnknownAMomentAgo(id);
        try {
            Schema schema = registry.byId(id);
            put(schemas, id, schema);
            return schema;
        } catch (RegistryRefusedException e) {
            if (e.reason() == RegistryReason.UNKNOWN_ID) {
                put(unknownUntil, id, nanoTime.getAsLong() + UNKNOWN_FOR.toNanos());
            }
            throw e;
        }
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return id(subject, schema, key -> registry.idOf(key.subject, key.schema));
    }

    @Override
    public int register(String subject, Schema schema) {
        return id(subject, schema, key -> registry.register(key.subject, key.schema));
    }

    private int id(String subject, Schema schema, ToIntFunction<SubjectAndSchema> ask) {
        SubjectAndSchema key = new SubjectAndSchema(subject, schema);
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        // Two threads may both ask; they get the same answer.
        int id = ask.applyAsInt(key);
        put(ids, key, id);
        return id;
    }

    private void refuseIfUnknownAMomentAgo(int id) {
        Long until = unknownUntil.get(id);
        if (until == null) {
            return;
        }
        if (nanoTime.getAsLong() - until < 0) {
            throw new RegistryRefusedException(RegistryReason.UNKNOWN_ID, "id " + id);
        }
        unknownUntil.remove(id);
    }

    private static <K, V> void put(Map<K, V> cache, K key, V value) {
        if (cache.size() >= MAX_ENTRIES) {
            cache.clear();
        }
        cache.put(key, value);
    }

    @Override
    public void close() {
        registry.close();
    }
}
