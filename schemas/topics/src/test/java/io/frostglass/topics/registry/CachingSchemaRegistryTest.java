package io.frostglass.topics.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.topics.registry.RegistryRefusedException.RegistryReason;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class CachingSchemaRegistryTest {

    private static final Schema SCHEMA =
            SchemaBuilder.record("Seen").fields().requiredString("what").endRecord();

    private final Counting behind = new Counting();
    private long now;
    private final SchemaRegistryClient caching = new CachingSchemaRegistry(behind, () -> now);

    @Test
    void asksOnceForWhatNeverChanges() {
        // Given
        int id = caching.register("a", SCHEMA);

        // When
        caching.register("a", SCHEMA);
        caching.idOf("a", SCHEMA);
        caching.byId(id);
        caching.byId(id);

        // Then
        assertThat(behind.asked).isEqualTo(2);
    }

    @Test
    void asksForEachSubject() {
        // Given
        caching.register("a", SCHEMA);

        // When
        caching.register("b", SCHEMA);

        // Then
        assertThat(behind.asked).isEqualTo(2);
    }

    @Test
    void doesNotRememberThatTheRegistryWasAway() {
        // Given
        behind.away = true;
        assertThatThrownBy(() -> caching.byId(1)).isInstanceOf(RegistryAwayException.class);

        // When
        behind.away = false;
        behind.schemas.put(1, SCHEMA);

        // Then
        assertThat(caching.byId(1)).isEqualTo(SCHEMA);
    }

    @Test
    void asksAgainForAnUnknownIdOnlyAfterAWhile() {
        // Given
        assertThatThrownBy(() -> caching.byId(1)).isInstanceOf(RegistryRefusedException.class);
        behind.schemas.put(1, SCHEMA);

        // When
        assertThatThrownBy(() -> caching.byId(1)).isInstanceOf(RegistryRefusedException.class);
        int askedWithinTheWhile = behind.asked;
        now += CachingSchemaRegistry.UNKNOWN_FOR.toNanos();

        // Then
        assertThat(askedWithinTheWhile).isEqualTo(1);
        assertThat(caching.byId(1)).isEqualTo(SCHEMA);
    }

    @Test
    void isNotFilledUpByIdsThatSomebodyMadeUp() {
        // When
        for (int id = 1; id <= 3 * CachingSchemaRegistry.MAX_ENTRIES; id++) {
            int unknown = id;
            assertThatThrownBy(() -> caching.byId(unknown)).isInstanceOf(RegistryRefusedException.class);
        }

        // Then the first ones have been dropped, and are asked for anew
        int before = behind.asked;
        assertThatThrownBy(() -> caching.byId(1)).isInstanceOf(RegistryRefusedException.class);
        assertThat(behind.asked).isEqualTo(before + 1);
    }

    private static final class Counting implements SchemaRegistryClient {

        private final Map<Integer, Schema> schemas = new HashMap<>();
        private int asked;
        private boolean away;

        @Override
        public Schema byId(int id) {
            asked++;
            if (away) {
                throw new RegistryAwayException("away");
            }
            Schema schema = schemas.get(id);
            if (schema == null) {
                throw new RegistryRefusedException(RegistryReason.UNKNOWN_ID, "id " + id);
            }
            return schema;
        }

        @Override
        public int idOf(String subject, Schema schema) {
            return register(subject, schema);
        }

        @Override
        public int register(String subject, Schema schema) {
            asked++;
            schemas.put(1, schema);
            return 1;
        }

        @Override
        public void close() {}
    }
}
