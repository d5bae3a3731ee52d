package io.frostglass.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostglass.embedded.SchemaStore.SchemaVersion;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.Schema;

/// The part of Confluent's REST API that clients use, for Avro, over a [SchemaStore] and without HTTP. Nothing is
/// ever deleted.
record RegistryApi(SchemaStore store) {

    /// Returns the answer as an object that Jackson can write.
    ///
    /// @param path decoded, split at slashes
    /// @param query tests whether a flag is set
    Object answer(String method, List<String> path, Predicate<String> query, JsonNode body)
            throws RegistryProblem, IOException {
        return switch (method) {
            case "GET" -> get(path, query);
            case "POST" -> post(path, query, body);
            case "PUT" -> put(path, body);
            default -> throw new RegistryProblem(405, "HTTP 405 Method Not Allowed");
        };
    }

    private Object get(List<String> path, Predicate<String> query) throws RegistryProblem {
        return switch (path.isEmpty() ? "" : path.getFirst()) {
            case "" -> Map.of();
            case "subjects" -> getSubjects(path);
            case "schemas" -> getSchemas(path);
            case "config" -> getConfig(path, query);
            default -> throw notFound();
        };
    }

    private Object getSubjects(List<String> path) throws RegistryProblem {
        if (path.size() == 1) {
            return store.subjects();
        }
        if (path.size() < 3 || !path.get(2).equals("versions")) {
            throw notFound();
        }
        List<SchemaVersion> versions = store.versions(path.get(1));
        if (path.size() == 3) {
            return versions.stream().map(SchemaVersion::version).toList();
        }
        SchemaVersion version = version(versions, path.get(3));
        if (path.size() > 4) {
            throw notFound();
        }
        return version;
    }

    private Object getSchemas(List<String> path) throws RegistryProblem {
        if (path.equals(List.of("schemas", "types"))) {
            return List.of("AVRO");
        }
        if (path.size() == 3 && path.get(1).equals("ids")) {
            return Map.of("schema", store.schema(number(path.get(2))));
        }
        throw notFound();
    }

    private Object getConfig(List<String> path, Predicate<String> query) throws RegistryProblem {
        String subject = subjectOfConfig(path);
        if (!subject.isEmpty() && store.ownCompatibility(subject).isEmpty() && !query.test("defaultToGlobal")) {
            throw new RegistryProblem(
                    40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
        }
        return Map.of("compatibilityLevel", store.compatibility(subject).name());
    }

    private Object put(List<String> path, JsonNode body) throws RegistryProblem, IOException {
        if (path.isEmpty() || !path.getFirst().equals("config")) {
            throw notFound();
        }
        String name = body.path("compatibility").asText().toUpperCase(Locale.ROOT);
        Compatibility level = Arrays.stream(Compatibility.values())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RegistryProblem(
                        42203,
                        "Invalid compatibility level. Valid values are none, backward, forward, full,"
                                + " backward_transitive, forward_transitive, and full_transitive"));
        store.setCompatibility(subjectOfConfig(path), level);
        return Map.of("compatibility", level.name());
    }

    private Object post(List<String> path, Predicate<String> query, JsonNode body) throws RegistryProblem, IOException {
        if (path.size() == 2 && path.getFirst().equals("subjects")) {
            return store.lookUp(path.get(1), schema(body));
        }
        if (path.size() == 3
                && path.getFirst().equals("subjects")
                && path.get(2).equals("versions")) {
            return Map.of("id", store.register(path.get(1), schema(body)));
        }
        if (path.size() >= 4 && path.subList(0, 2).equals(List.of("compatibility", "subjects"))) {
            return compatibility(path.subList(2, path.size()), query, schema(body));
        }
        throw notFound();
    }

    /// `{subject}/versions` checks as for registration; `{subject}/versions/{version}` checks against one version.
    private Object compatibility(List<String> path, Predicate<String> query, Schema schema) throws RegistryProblem {
        String subject = path.getFirst();
        if (path.size() > 3 || !path.get(1).equals("versions")) {
            throw notFound();
        }
        List<String> objections;
        if (path.size() == 2
                || (path.get(2).equals("latest") && !store.subjects().contains(subject))) {
            objections = store.objections(subject, schema);
        } else {
            Schema other = parse(version(store.versions(subject), path.get(2)).schema());
            objections = store.compatibility(subject).objections(List.of(other), schema);
        }
        return query.test("verbose")
                ? Map.of("is_compatible", objections.isEmpty(), "messages", objections)
                : Map.of("is_compatible", objections.isEmpty());
    }

    private static SchemaVersion version(List<SchemaVersion> versions, String name) throws RegistryProblem {
        if (name.equals("latest") || name.equals("-1")) {
            return versions.getLast();
        }
        int number;
        try {
            number = Integer.parseInt(name);
        } catch (NumberFormatException e) {
            number = 0;
        }
        if (number < 1) {
            throw new RegistryProblem(
                    42202,
                    "The specified version '" + name
                            + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");
        }
        if (number > versions.size()) {
            throw new RegistryProblem(40402, "Version " + name + " not found.");
        }
        return versions.get(number - 1);
    }

    private static int number(String text) throws RegistryProblem {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw notFound();
        }
    }

    private static Schema schema(JsonNode body) throws RegistryProblem {
        if (!body.path("schemaType").asText("AVRO").equals("AVRO")) {
            throw invalidSchema("this registry holds Avro only");
        }
        if (!body.path("references").isEmpty()) {
            throw invalidSchema("this registry knows no references");
        }
        if (!body.path("schema").isTextual()) {
            throw invalidSchema("there is none");
        }
        return parse(body.path("schema").textValue());
    }

    private static Schema parse(String text) throws RegistryProblem {
        try {
            return new Schema.Parser().parse(text);
        } catch (RuntimeException e) {
            // Avro throws many kinds of exceptions for text that is no schema.
            throw invalidSchema(String.valueOf(e.getMessage()));
        }
    }

    private static String subjectOfConfig(List<String> path) throws RegistryProblem {
        return switch (path.size()) {
            case 1 -> SchemaStore.GLOBAL;
            case 2 -> path.get(1);
            default -> throw notFound();
        };
    }

    private static RegistryProblem notFound() {
        return new RegistryProblem(404, "HTTP 404 Not Found");
    }

    private static RegistryProblem invalidSchema(String why) {
        return new RegistryProblem(42201, "Invalid schema: " + why);
    }
}
