package io.frostglass.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.avro.Schema;

/// Subjects, versions and ids, in a file: answers stay the same after a restart. Ids count up from 1, and a schema
/// has one id in all subjects.
record SchemaStore(Path dir, SchemaStore.RegistryState state) {

    /// A schema as a version of a subject.
    record SchemaVersion(String subject, int version, int id, String schema) {}

    /// The data of the registry, as in its file.
    ///
    /// @param schemas schema by id, in Avro's JSON
    /// @param subjects ids of each subject's versions; the first is version 1
    /// @param compatibility level by subject, the global one under the empty name
    record RegistryState(
            Map<Integer, String> schemas,
            Map<String, List<Integer>> subjects,
            Map<String, Compatibility> compatibility) {

        static RegistryState empty() {
            return new RegistryState(
                    new LinkedHashMap<>(),
                    new LinkedHashMap<>(),
                    new LinkedHashMap<>(Map.of(GLOBAL, Compatibility.BACKWARD)));
        }
    }

    static final int MAX_SCHEMAS = 1000;

    /// The subject of the global level.
    static final String GLOBAL = "";

    private static final String FILE = "schema-registry.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    static SchemaStore open(Path dir) throws IOException {
        Path file = dir.resolve(FILE);
        return new SchemaStore(
                dir, Files.exists(file) ? JSON.readValue(file.toFile(), RegistryState.class) : RegistryState.empty());
    }

    synchronized List<String> subjects() {
        return List.copyOf(new TreeSet<>(state.subjects().keySet()));
    }

    synchronized List<SchemaVersion> versions(String subject) throws RegistryProblem {
        List<Integer> ids = state.subjects().get(subject);
        if (ids == null) {
            throw new RegistryProblem(40401, "Subject '" + subject + "' not found.");
        }
        List<SchemaVersion> versions = new ArrayList<>();
        for (int id : ids) {
            versions.add(new SchemaVersion(subject, versions.size() + 1, id, schema(id)));
        }
        return versions;
    }

    synchronized String schema(int id) throws RegistryProblem {
        String schema = state.schemas().get(id);
        if (schema == null) {
            throw schemaNotFound();
        }
        return schema;
    }

    synchronized SchemaVersion lookUp(String subject, Schema schema) throws RegistryProblem {
        return versions(subject).stream()
                .filter(version -> version.schema().equals(schema.toString()))
                .findFirst()
                .orElseThrow(SchemaStore::schemaNotFound);
    }

    private static RegistryProblem schemaNotFound() {
        return new RegistryProblem(40403, "Schema not found");
    }

    /// Makes the schema the subject's newest version, unless it is one already, and returns its id.
    synchronized int register(String subject, Schema schema) throws RegistryProblem, IOException {
        List<Integer> ids = state.subjects().getOrDefault(subject, List.of());
        Optional<Integer> known = idOf(schema);
        if (known.isPresent() && ids.contains(known.get())) {
            return known.get();
        }
        List<String> objections = objections(subject, schema);
        if (!objections.isEmpty()) {
            throw new RegistryProblem(
                    409,
                    "Schema being registered is incompatible with an earlier schema for its subject: "
                            + String.join("; ", objections));
        }
        if (state.schemas().size() >= MAX_SCHEMAS) {
            throw new RegistryProblem(50001, "Error in the backend data store: it holds as many schemas as it may");
        }
        int id = known.orElse(state.schemas().size() + 1);
        state.schemas().putIfAbsent(id, schema.toString());
        state.subjects().computeIfAbsent(subject, name -> new ArrayList<>()).add(id);
        save();
        return id;
    }

    /// The incompatibilities of the schema as the next version of the subject.
    synchronized List<String> objections(String subject, Schema schema) throws RegistryProblem {
        List<Schema> before = new ArrayList<>();
        for (int id : state.subjects().getOrDefault(subject, List.of())) {
            before.add(new Schema.Parser().parse(schema(id)));
        }
        return compatibility(subject).objections(before, schema);
    }

    /// The subject's own level, or else the global one.
    synchronized Compatibility compatibility(String subject) {
        return ownCompatibility(subject).or(() -> ownCompatibility(GLOBAL)).orElse(Compatibility.BACKWARD);
    }

    synchronized Optional<Compatibility> ownCompatibility(String subject) {
        return Optional.ofNullable(state.compatibility().get(subject));
    }

    synchronized void setCompatibility(String subject, Compatibility level) throws IOException {
        state.compatibility().put(subject, level);
        save();
    }

    private Optional<Integer> idOf(Schema schema) {
        String text = schema.toString();
        return state.schemas().entrySet().stream()
                .filter(entry -> entry.getValue().equals(text))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void save() throws IOException {
        OwnerOnly.write(dir, FILE, JSON.writeValueAsString(state));
    }
}
