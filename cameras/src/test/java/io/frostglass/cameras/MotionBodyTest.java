package io.frostglass.cameras;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.cameras.MotionEvent.Box;
import io.frostglass.cameras.MotionEvent.Label;
import io.frostglass.cameras.Scenarios.Scenario;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MotionBodyTest {

    private static final String FORM = "multipart/form-data; boundary=xyz";
    private static final String EVENT = "{\"timestamp\":\"2026-01-18T12:34:56Z\"}";

    static Stream<Scenario> bodies() {
        return Scenarios.of("bodies.yaml");
    }

    private static String body(Scenario scenario) {
        if (scenario.has("body")) {
            return scenario.text("body");
        }
        var parts = (List<?>) Objects.requireNonNull(scenario.values().get("body_repeat"));
        String repeated = ((String) parts.get(1)).repeat((Integer) parts.get(2));
        return parts.get(0) + repeated + parts.get(3);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void acceptsOrNamesTheField(Scenario scenario) {
        switch (MotionBody.parse("application/json", body(scenario).getBytes(UTF_8))) {
            case ParsedBody.Event _ -> assertThat(scenario.has("field")).isFalse();
            case ParsedBody.Invalid(String field, String what) -> {
                assertThat(field).isEqualTo(scenario.text("field"));
                assertThat(what).isNotBlank();
            }
            case ParsedBody.UnknownType _ -> throw new AssertionError("JSON is a known type");
        }
    }

    private static MotionEvent event(String contentType, byte[] body) {
        return ((ParsedBody.Event) MotionBody.parse(contentType, body)).event();
    }

    @Test
    void readsEveryFieldOfTheContract() {
        var event = event("Application/JSON; charset=utf-8", """
                {"timestamp": "2026-01-18T12:34:56.5+01:00", "motion_confidence": 0.92,
                 "bboxes": [{"x": 0.15, "y": 0.30, "w": 0.20, "h": 0.25}],
                 "labels": [{"label": "person", "confidence": 0.9}, {"label": "jo"}], "image": "aGVsbG8="}
                """.getBytes(UTF_8));

        assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-01-18T11:34:56.500Z"));
        assertThat(event.motionConfidence()).hasValue(0.92);
        assertThat(event.boxes()).containsExactly(new Box(0.15, 0.3, 0.2, 0.25));
        assertThat(event.labels())
                .containsExactly(new Label("person", OptionalDouble.of(0.9)), new Label("jo", OptionalDouble.empty()));
        assertThat(event.image().orElseThrow().bytes()).asString(UTF_8).isEqualTo("hello");
    }

    @Test
    void doesNotPrintWhatItHolds() {
        var event = event("application/json", """
                {"timestamp": "2026-01-18T12:34:56Z", "labels": [{"label": "a name"}], "image": "aGVsbG8="}
                """.getBytes(UTF_8));

        assertThat(event + " " + event.labels() + event.image()).doesNotContain("a name", "hello", "2026");
    }

    private static byte[] form(String... parts) {
        return ("--xyz\r\n" + String.join("\r\n--xyz\r\n", parts) + "\r\n--xyz--\r\n").getBytes(ISO_8859_1);
    }

    private static String part(String name, String type, String content) {
        return "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"front door.jpg\"\r\nContent-Type: "
                + type + "\r\n\r\n" + content;
    }

    @Test
    void readsAFormWithAPictureByteForByte() {
        var bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        var image = part("image", "image/jpeg", new String(bytes, ISO_8859_1));

        var event = event(FORM, form(part("event", "application/json", EVENT), part("note", "text/plain", "x"), image));

        assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-01-18T12:34:56Z"));
        assertThat(event.image().orElseThrow().bytes()).isEqualTo(bytes);
    }

    @Test
    void readsAFormWithoutAPicture() {
        assertThat(event(FORM, form(part("event", "application/json", EVENT))).image())
                .isEmpty();
    }

    private static String wrongField(String contentType, byte[] body) {
        return ((ParsedBody.Invalid) MotionBody.parse(contentType, body)).field();
    }

    @Test
    void namesWhatIsWrongWithAForm() {
        var event = part("event", "application/json", EVENT);
        var image = part("image", "image/jpeg", "x");
        var within = part("event", "application/json", "{\"timestamp\":\"2026-01-18T12:34:56Z\",\"image\":\"/9j/\"}");
        var wrong = part("event", "application/json", "{\"timestamp\":1}");
        var many =
                Stream.generate(() -> part("note", "text/plain", "x")).limit(20).toArray(String[]::new);

        assertThat(wrongField(FORM, form(image))).isEqualTo("/event");
        assertThat(wrongField(FORM, form(event, event))).isEqualTo("/event");
        assertThat(wrongField(FORM, form(event, image, image))).isEqualTo("/image");
        assertThat(wrongField(FORM, form(within, image))).isEqualTo("/image");
        assertThat(wrongField(FORM, form(wrong))).isEqualTo("/timestamp");
        assertThat(wrongField(FORM, form(many))).isEmpty();
        assertThat(wrongField(FORM, "--xyz\r\ncut".getBytes(UTF_8))).isEmpty();
        assertThat(wrongField("multipart/form-data", form(event))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/xml", "multipart/mixed; boundary=xyz", "json", ";"})
    void knowsNoOtherTypes(String contentType) {
        assertThat(MotionBody.reads(contentType)).isFalse();
        assertThat(MotionBody.parse(contentType, EVENT.getBytes(UTF_8))).isEqualTo(new ParsedBody.UnknownType());
    }

    @Test
    void readsUtf8Only() {
        assertThat(wrongField("application/json", EVENT.getBytes(UTF_16))).isEmpty();
        assertThat(wrongField("application/json", "{\"a\":\"\u00e9\"}".getBytes(ISO_8859_1)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PERSON, person", "' Human ', person", "face, person", "lorry, truck", "cat, cat"})
    void knowsTheWordsOfLabels(String label, String word) {
        assertThat(LabelVocabulary.word(label)).hasValue(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jane", "AB12 CDE", "person: jane"})
    void dropsLabelsThatAreNotInTheVocabulary(String label) {
        assertThat(LabelVocabulary.word(label)).isEmpty();
    }

    /// Whole bodies with bytes changed, removed and doubled at random places: whatever comes, a value comes back.
    @Test
    void neverThrows() {
        var random = new Random(20260118);
        var json = """
                {"timestamp":"2026-01-18T12:34:56Z","motion_confidence":0.92,"bboxes":[{"x":0.1,"y":0.3,"w":0.2,"h":0.2}],
                "labels":[{"label":"person","confidence":0.9}],"image":"data:image/jpeg;base64,/9j/","x":[{"y":null}]}""";
        var form = form(part("event", "application/json", EVENT), part("image", "image/jpeg", "x"));
        for (int i = 0; i < 20_000; i++) {
            boolean asForm = random.nextBoolean();
            byte[] mutated = mutate(asForm ? form : json.getBytes(UTF_8), random);
            assertThat(MotionBody.parse(asForm ? FORM : "application/json", mutated))
                    .isNotNull();
        }
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256) : bytes[random.nextInt(bytes.length)];
        }
        int from = random.nextInt(bytes.length);
        int length = random.nextInt(bytes.length - from + 1);
        return random.nextInt(4) == 0 ? java.util.Arrays.copyOfRange(bytes, from, from + length) : bytes;
    }
}
