package io.frostglass.runtime;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/// Lets all state stores of the process share one budget of native memory, however many partitions it has. By default
/// each store, and each segment of a window store, may take 50 MB for its cache and 48 MB for its writes.
public final class BoundedRocksDbConfig implements RocksDBConfigSetter {

    /// Bytes for blocks that were read, indexes and filters. What is being written counts, too.
    private static final long CACHE_BYTES = 48L << 20;

    /// Bytes of that for what is being written, before it goes to disk.
    private static final long WRITE_BYTES = 24L << 20;

    /// Bytes of one write buffer of a store, which has two.
    private static final long BUFFER_BYTES = 2L << 20;

    private static final Cache CACHE;
    private static final WriteBufferManager WRITES;

    static {
        RocksDB.loadLibrary();
        CACHE = new LRUCache(CACHE_BYTES);
        WRITES = new WriteBufferManager(WRITE_BYTES, CACHE);
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        var table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITES);
        options.setWriteBufferSize(BUFFER_BYTES);
        options.setMaxWriteBufferNumber(2);
    }

    /// The cache and the manager stay for the stores that are opened next.
    @Override
    public void close(String storeName, Options options) {}
}
