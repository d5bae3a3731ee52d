package io.frostglass.embedded;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that the registry knows; the form of its file.
///
/// @param schemas schema by id, in Avro's JSON
/// @param subjects ids of each subject's versions; the first is version 1
/// @param compatibility level by subject, the global one under the empty name
record RegistryState(
        Map<Integer, String> schemas, Map<String, List<Integer>> subjects, Map<String, Compatibility> compatibility) {

    static final String GLOBAL = "";

    static RegistryState empty() {
        return new RegistryState(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(Map.of(GLOBAL, Compatibility.BACKWARD)));
    }
}
