package io.frostglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class BoundedRocksDbConfigTest {

    @Test
    void givesAllStoresOneBudget() {
        RocksDB.loadLibrary();
        try (var first = new Options();
                var second = new Options()) {
            // When
            configure("seen-events", first);
            configure("backgrounds", second);

            // Then
            assertThat(first.writeBufferManager()).isNotNull().isSameAs(second.writeBufferManager());
            assertThat(first.writeBufferSize() * first.maxWriteBufferNumber()).isEqualTo(4L << 20);
        }
    }

    /// Each task configures its stores by an instance of its own, and closes it.
    private static void configure(String store, Options options) {
        options.setTableFormatConfig(new BlockBasedTableConfig());
        var setter = new BoundedRocksDbConfig();
        setter.setConfig(store, options, Map.of());
        setter.close(store, options);
    }
}
