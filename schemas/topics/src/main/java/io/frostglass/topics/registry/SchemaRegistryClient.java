package io.frostglass.topics.registry;

import org.apache.avro.Schema;

/// Schemas and ids of one schema registry.
///
/// All methods throw [RegistryAwayException] where a later try may succeed, and [RegistryRefusedException] where
/// not.
public interface SchemaRegistryClient extends AutoCloseable {

    /// A client over HTTP that asks once for each schema and id.
    static SchemaRegistryClient of(RegistrySettings settings) {
        return new CachingSchemaRegistry(new RestSchemaRegistry(settings), System::nanoTime);
    }

    /// The schema of an id.
    Schema byId(int id);

    /// The id of a schema that is already registered under the subject.
    int idOf(String subject, Schema schema);

    /// Registers the schema under the subject, if it is not yet, and returns its id.
    int register(String subject, Schema schema);

    @Override
    void close();
}
