package io.frostglass.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaBuilder.FieldAssembler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {

    private static final Schema A = seen().endRecord();
    private static final Schema A_AND_B = seen().requiredString("b").endRecord();
    private static final Schema A_AND_B_OPTIONAL = seen().optionalString("b").endRecord();

    /// The table of Confluent's documentation: what may be done at which level.
    @ParameterizedTest
    @CsvSource({
        "NONE, true, true, true, true",
        "BACKWARD, false, true, true, true",
        "FORWARD, true, true, false, true",
        "FULL, false, true, false, true",
        "BACKWARD_TRANSITIVE, false, true, true, true",
        "FORWARD_TRANSITIVE, true, true, false, true",
        "FULL_TRANSITIVE, false, true, false, true"
    })
    void saysWhatMayBeDone(
            Compatibility level, boolean addField, boolean addOptional, boolean deleteField, boolean deleteOptional) {
        assertThat(level.objections(List.of(A), A_AND_B).isEmpty()).isEqualTo(addField);
        assertThat(level.objections(List.of(A), A_AND_B_OPTIONAL).isEmpty()).isEqualTo(addOptional);
        assertThat(level.objections(List.of(A_AND_B), A).isEmpty()).isEqualTo(deleteField);
        assertThat(level.objections(List.of(A_AND_B_OPTIONAL), A).isEmpty()).isEqualTo(deleteOptional);
    }

    @ParameterizedTest
    @CsvSource({"BACKWARD, true", "BACKWARD_TRANSITIVE, false"})
    void looksAtAllVersionsOnlyIfTransitive(Compatibility level, boolean compatible) {
        // Given a field that came with a default, which then goes
        List<Schema> before = List.of(A, A_AND_B_OPTIONAL);
        Schema fresh = seen().name("b")
                .type()
                .unionOf()
                .nullType()
                .and()
                .stringType()
                .endUnion()
                .noDefault()
                .endRecord();

        // When, Then
        assertThat(level.objections(before, fresh).isEmpty()).isEqualTo(compatible);
    }

    private static FieldAssembler<Schema> seen() {
        return SchemaBuilder.record("Seen").fields().requiredString("a");
    }
}
