package io.frostglass.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.restricted.WrappedKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataKeyMakerTest {

    private Instant now = Instant.parse("2026-01-18T23:59:59Z");
    private KeystoreKeys keys;
    private DataKeyMaker maker;

    @BeforeEach
    void openKeystore(@TempDir Path folder) throws Exception {
        Path file = TestKeystore.write(folder.resolve("keys.p12"), Map.of(TestKeystore.ALIAS, TestKeystore.bytes(0)));
        keys = TestKeystore.open(file, TestKeystore.ALIAS);
        maker = new DataKeyMaker(keys, () -> now, 3);
    }

    @Test
    void makesAKeyForEachSiteAndDayAndSaysOnceThatItMustBeWritten() {
        // When
        var first = maker.keyOf("site-1");
        var again = maker.keyOf("site-1");
        var other = maker.keyOf("site-2");
        now = now.plus(Duration.ofSeconds(1));
        var nextDay = maker.keyOf("site-1");

        // Then
        assertThat(first.toWrite()).isPresent();
        assertThat(again.key()).isSameAs(first.key());
        assertThat(again.toWrite()).isEmpty();
        assertThat(other.key().id()).isNotEqualTo(first.key().id());
        assertThat(other.toWrite()).isPresent();
        assertThat(first.key().id().day()).isEqualTo(LocalDate.of(2026, 1, 18));
        assertThat(nextDay.key().id().day()).isEqualTo(LocalDate.of(2026, 1, 19));
        assertThat(nextDay.toWrite()).isPresent();
    }

    @Test
    void wrapsTheKeyForItsReaders() {
        // When
        var made = maker.keyOf("site-1");

        // Then
        WrappedKey record = made.toWrite().orElseThrow();
        byte[] wrapped = record.getWrapped().array();
        assertThat(record.getSiteId()).isEqualTo("site-1");
        assertThat(record.getDay()).isEqualTo(LocalDate.of(2026, 1, 18));
        assertThat(wrapped).hasSize(60);
        assertThat(keys.unwrap(record.getWrappingKey(), wrapped, made.key().id()))
                .isEqualTo(made.key().key().getEncoded());
    }

    @Test
    void makesAnotherKeyAfterTheMostUses() {
        var first = maker.keyOf("site-1");
        maker.keyOf("site-1");
        var last = maker.keyOf("site-1");
        var next = maker.keyOf("site-1");

        assertThat(last.key()).isSameAs(first.key());
        assertThat(next.key().id()).isNotEqualTo(first.key().id());
        assertThat(next.toWrite()).isPresent();
    }

    @Test
    void makesAnotherKeyWhenItIsNotKnownWhetherTheFirstWasWritten() {
        var first = maker.keyOf("site-1");
        maker.forget();
        var next = maker.keyOf("site-1");

        assertThat(next.key().id()).isNotEqualTo(first.key().id());
        assertThat(next.toWrite()).isPresent();
    }
}
