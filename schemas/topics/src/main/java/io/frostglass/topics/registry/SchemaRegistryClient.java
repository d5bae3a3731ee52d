package io.frostglass.topics.registry;

import org.apache.avro.Schema;

/// Schemas and their ids, as one schema registry knows them.
///
/// All methods throw [RegistryAwayException] where another try may help, and [RegistryRefusedException] where it
/// does not.
public interface SchemaRegistryClient extends AutoCloseable {

    /// A client over HTTP that asks once for each schema and id.
    static SchemaRegistryClient of(RegistrySettings settings) {
        return new CachingSchemaRegistry(new RestSchemaRegistry(settings), System::nanoTime);
    }

    /// The schema of an id.
    Schema byId(int id);

    /// The id of a schema that is registered under the subject.
    int idOf(String subject, Schema schema);

    /// Registers the schema under the subject.
    ///
    /// @return its id: the old one if it is registered already
    int register(String subject, Schema schema);

    @Override
    void close();
}
