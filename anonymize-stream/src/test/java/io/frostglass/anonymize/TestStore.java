package io.frostglass.anonymize;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// A store of backgrounds without a task and without a changelog.
final class TestStore {

    private TestStore() {}

    static KeyValueStore<String, byte[]> open() {
        var store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(BackgroundStore.STORE), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }
}
