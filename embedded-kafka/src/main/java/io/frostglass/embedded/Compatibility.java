package io.frostglass.embedded;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/// Which versions of a schema must be able to read each other: the levels of
/// [Confluent](https://docs.confluent.io/platform/current/schema-registry/fundamentals/schema-evolution.html). Avro
/// does the check.
enum Compatibility {
    NONE(false, false, false),
    /// The new version reads data of the last one.
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    /// The last version reads data of the new one.
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean newReadsOld;
    private final boolean oldReadsNew;
    private final boolean transitive;

    Compatibility(boolean newReadsOld, boolean oldReadsNew, boolean transitive) {
        this.newReadsOld = newReadsOld;
        this.oldReadsNew = oldReadsNew;
        this.transitive = transitive;
    }

    /// The incompatibilities of the new schema with earlier ones.
    ///
    /// @param before earlier versions, oldest first
    List<String> objections(List<Schema> before, Schema fresh) {
        List<String> objections = new ArrayList<>();
        int first = transitive ? 0 : Math.max(0, before.size() - 1);
        for (Schema old : before.subList(first, before.size())) {
            if (newReadsOld) {
                objections.addAll(objections(fresh, old, "the new schema cannot read what an earlier one wrote"));
            }
            if (oldReadsNew) {
                objections.addAll(objections(old, fresh, "an earlier schema cannot read what the new one writes"));
            }
        }
        return objections;
    }

    private static List<String> objections(Schema reader, Schema writer, String what) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(why -> what + ": " + describe(why))
                .toList();
    }

    private static String describe(Incompatibility why) {
        return why.getType() + " at " + why.getLocation() + " (" + why.getMessage() + ")";
    }
}
