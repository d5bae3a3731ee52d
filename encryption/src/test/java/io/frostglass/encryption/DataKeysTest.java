package io.frostglass.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.frostglass.encryption.DataKeySource.KeyLookup;
import io.frostglass.restricted.WrappedKey;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataKeysTest {

    private Instant now = Instant.parse("2026-01-18T12:00:00Z");
    private Path file;
    private DataKeyMaker maker;
    private DataKeys dataKeys;

    @BeforeEach
    void openKeystore(@TempDir Path folder) throws Exception {
        file = TestKeystore.write(
                folder.resolve("keys.p12"),
                Map.of(TestKeystore.ALIAS, TestKeystore.bytes(0), "other", TestKeystore.bytes(1)));
        maker = new DataKeyMaker(TestKeystore.open(file, TestKeystore.ALIAS), () -> now);
        dataKeys = new DataKeys(TestKeystore.open(file, TestKeystore.ALIAS));
    }

    private DataKey written(String site) {
        maker.forget();
        var made = maker.keyOf(site);
        take(
                made.key().id().toString(),
                new RecordContent.RecordValue<>(made.toWrite().orElseThrow()));
        return made.key();
    }

    private void take(String key, RecordContent<WrappedKey> content) {
        dataKeys.take(new FollowedRecord<>(0, 0, now, 0, key, content));
    }

    @Test
    void findsAKey() {
        DataKey key = written("site-1");

        assertThat(dataKeys.find(key.id())).isEqualTo(new KeyLookup.FoundKey(key));
    }

    @Test
    void forgetsAKeyThatIsErasedWhileItIsInMemory() {
        // Given
        DataKey key = written("site-1");
        dataKeys.find(key.id());

        // When
        var erased = WrappedKey.newBuilder()
                .setSiteId("site-1")
                .setDay(key.id().day())
                .setWrappingKey(TestKeystore.ALIAS)
                .setMadeAt(now)
                .setErasedAt(now)
                .build();
        take(key.id().toString(), new RecordContent.RecordValue<>(erased));

        // Then
        assertThat(dataKeys.find(key.id())).isEqualTo(new KeyLookup.ErasedKey());
    }

    @Test
    void stopsItsReaderWhereAKeyIsMissing() {
        DataKey key = new DataKeyMaker(TestKeystore.open(file, TestKeystore.ALIAS), () -> now)
                .keyOf("site-1")
                .key();

        assertThatExceptionOfType(DataKeyUnavailableException.class)
                .isThrownBy(() -> dataKeys.find(key.id()))
                .withMessage("there is no data key " + key.id() + " on restricted.data-keys, and none was erased");
    }

    @Test
    void stopsItsReaderWhereTheKeystoreDoesNotFit() throws Exception {
        // Given
        Path another = TestKeystore.write(file.resolveSibling("another.p12"), Map.of("other", TestKeystore.bytes(1)));
        dataKeys = new DataKeys(TestKeystore.open(another, "other"));
        DataKey key = written("site-1");

        // Then
        assertThatExceptionOfType(DataKeyUnavailableException.class)
                .isThrownBy(() -> dataKeys.find(key.id()))
                .withMessageContaining("the key frostglass-data of the keystore does not unwrap");
    }

    @Test
    void stopsItsReaderWhereTheRecordOfAKeyIsDeletedOrUnreadable() {
        // Given
        DataKey key = written("site-1");

        // When
        take(key.id().toString(), new RecordContent.Deleted<>());
        take("no id", new RecordContent.UnreadableRecord<>());

        // Then
        assertThatExceptionOfType(DataKeyUnavailableException.class).isThrownBy(() -> dataKeys.find(key.id()));
    }

    @Test
    void forgetsKeysThatTheTopicNoLongerHas() {
        // Given
        DataKey old = written("site-1");

        // When
        now = now.plus(Duration.ofDays(40));
        DataKey fresh = written("site-1");

        // Then
        assertThat(dataKeys.find(fresh.id())).isEqualTo(new KeyLookup.FoundKey(fresh));
        assertThatExceptionOfType(DataKeyUnavailableException.class).isThrownBy(() -> dataKeys.find(old.id()));
    }
}
