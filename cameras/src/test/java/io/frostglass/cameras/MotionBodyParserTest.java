package io.frostglass.cameras;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.frostglass.cameras.MotionEvent.BoundingBox;
import io.frostglass.cameras.MotionEvent.DroppedDetail;
import io.frostglass.cameras.MotionEvent.Label;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import java.time.Instant;
import java.util.Base64;
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

class MotionBodyParserTest {

    private static final String FORM = "multipart/form-data; boundary=xyz";
    private static final String EVENT = "{\"timestamp\":\"2026-01-18T12:34:56Z\"}";

    static Stream<Scenario> bodies() {
        return ScenarioReader.of("bodies.yaml");
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
    @CsvSource({
        "'', MOTION",
        "'\"kind\":null,', MOTION",
        "'\"kind\":\"motion\",', MOTION",
        "'\"kind\":\"reference\",', REFERENCE",
        "'\"kind\":\"REFERENCE\",', MOTION",
        "'\"kind\":\"synthetic\",', SYNTHETIC"
    })
    void takesForAReferenceOrSyntheticOnlyWhatSaysSo(String field, EventKind kind) {
        var parsed = MotionBodyParser.parse("application/json", ("{" + field + EVENT.substring(1)).getBytes(UTF_8));
        assertThat(((ParsedBody.ParsedEvent) parsed).event().kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void acceptsWithoutWhatIsWrongOrNamesTheField(Scenario scenario) {
        switch (MotionBodyParser.parse("application/json", body(scenario).getBytes(UTF_8))) {
            case ParsedBody.ParsedEvent(var event) -> {
                assertThat(scenario.has("field")).isFalse();
                var dropped = Objects.requireNonNullElse(scenario.values().get("dropped"), List.of());
                assertThat(paths(event)).isEqualTo(dropped);
            }
            case ParsedBody.Invalid(String field, String what) -> {
                assertThat(field).isEqualTo(scenario.text("field"));
                assertThat(what).isNotBlank();
            }
            case ParsedBody.UnknownType _ -> throw new AssertionError("JSON is a known type");
        }
    }

    private static List<String> paths(MotionEvent event) {
        return event.dropped().stream().map(DroppedDetail::path).toList();
    }

    private static MotionEvent event(String json) {
        return event("application/json", json.getBytes(UTF_8));
    }

    private static MotionEvent event(String contentType, byte[] body) {
        return ((ParsedBody.ParsedEvent) MotionBodyParser.parse(contentType, body)).event();
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
        assertThat(event.boxes()).containsExactly(new BoundingBox(0.15, 0.3, 0.2, 0.25));
        assertThat(event.labels())
                .containsExactly(new Label("person", OptionalDouble.of(0.9)), new Label("jo", OptionalDouble.empty()));
        assertThat(event.image().orElseThrow().bytes()).asString(UTF_8).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1.0000001, 1, 0, 0, 1, 1",
        "-1e-9, 0, 0.5, 0.5, 0, 0, 0.5, 0.5",
        "0.5, 0.25, 0.5015, 0.75, 0.5, 0.25, 0.5, 0.75",
        "1.002, -0.002, 0, 1.002, 1, 0, 0, 1",
        "0.8, 0.7, 0.2, 0.3, 0.8, 0.7, 0.2, 0.3"
    })
    void bringsIntoThePictureWhatRoundingMovedOut(
            double x, double y, double w, double h, double left, double top, double width, double height) {
        var event = event("{\"timestamp\":\"2026-01-18T12:34:56Z\",\"bboxes\":[{\"x\":" + x + ",\"y\":" + y + ",\"w\":"
                + w + ",\"h\":" + h + "}]}");

        assertThat(event.boxes()).containsExactly(new BoundingBox(left, top, width, height));
        assertThat(event.dropped()).isEmpty();
    }

    @Test
    void bringsConfidencesIntoTheirRange() {
        var event = event("""
                {"timestamp": "2026-01-18T12:34:56Z", "motion_confidence": 1.0000001,
                 "labels": [{"label": "cat", "confidence": -1e-12}]}""");

        assertThat(event.motionConfidence()).hasValue(1);
        assertThat(event.labels().getFirst().confidence()).hasValue(0);
        assertThat(event.dropped()).isEmpty();
    }

    @Test
    void keepsWhatIsRightBesideWhatIsWrong() {
        var event = event("""
                {"motion_confidence": [0.5], "image": {"x": ["/9j/"]},
                 "bboxes": [{"x": 0.1, "y": 0.1, "w": 0.1, "h": 0.1}, {"x": "0.1", "y": 0.1, "w": 0.1, "h": 0.1}, [[{}]],
                   {"x": {"x": 0.2}, "y": 0.1, "w": 0.1, "h": 0.1}, {"x": 0.2, "y": 0.2, "w": 0.2, "h": 0.2, "z": [9]}],
                 "labels": [{"label": 7}, {"label": "dog", "confidence": "high"}, {"label": "cat", "confidence": NaN},
                   {"label": "person", "confidence": 0.9}],
                 "timestamp": "2026-01-18T12:34:56Z"}""");

        assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-01-18T12:34:56Z"));
        assertThat(event.motionConfidence()).isEmpty();
        assertThat(event.image()).isEmpty();
        assertThat(event.boxes())
                .containsExactly(new BoundingBox(0.1, 0.1, 0.1, 0.1), new BoundingBox(0.2, 0.2, 0.2, 0.2));
        assertThat(event.labels())
                .containsExactly(
                        new Label("dog", OptionalDouble.empty()),
                        new Label("cat", OptionalDouble.empty()),
                        new Label("person", OptionalDouble.of(0.9)));
        assertThat(paths(event))
                .containsExactly(
                        "motion_confidence",
                        "image",
                        "bboxes[1]",
                        "bboxes[2]",
                        "bboxes[3]",
                        "labels[0]",
                        "labels[1].confidence",
                        "labels[2].confidence");
    }

    @Test
    void keepsTheFirstOfTooManyAndCountsTheRest() {
        var boxes = "{\"x\":0,\"y\":0,\"w\":1,\"h\":1},".repeat(5_000);
        var labels = "{\"label\":\"cat\"},".repeat(20);

        var event = event(
                "{\"timestamp\":\"2026-01-18T12:34:56Z\",\"bboxes\":[" + boxes + "0],\"labels\":[" + labels + "0]}");

        assertThat(event.boxes()).hasSize(64);
        assertThat(event.labels()).hasSize(16);
        assertThat(event.dropped())
                .containsExactly(
                        new DroppedDetail("bboxes", "bboxes[64..]", 4_937),
                        new DroppedDetail("labels", "labels[16..]", 5));
    }

    @Test
    void namesNothingOfWhatWasSent() {
        var event = event("""
                {"timestamp": "2026-01-18T12:34:56Z", "secret field": 1, "image": "secret*",
                 "labels": [{"label": "secret", "secret": 1, "confidence": "secret"}], "bboxes": [{"secret": 1}]}""");

        assertThat(paths(event)).containsExactly("image", "labels[0].confidence", "labels[0]", "bboxes[0]");
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

    private static final byte[] PICTURE = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 62, 63, (byte) 0xFB};

    static Stream<String> picturesAsText() {
        var mime = Base64.getMimeEncoder(4, "\r\n".getBytes(ISO_8859_1)).encodeToString(PICTURE);
        var base64 = Base64.getEncoder().encodeToString(PICTURE);
        var url = Base64.getUrlEncoder().withoutPadding().encodeToString(PICTURE);
        return Stream.of(
                base64, mime, base64 + "\r\n", url, "data:image/jpeg;base64," + base64, "data:;base64," + mime);
    }

    @ParameterizedTest
    @MethodSource("picturesAsText")
    void readsAPictureThatIsTextInAForm(String text) {
        for (String encoding :
                List.of("", "\r\nContent-Transfer-Encoding: base64", "\r\ncontent-transfer-encoding: BASE64")) {
            var image = "Content-Disposition: form-data; name=\"image\"" + encoding + "\r\n\r\n" + text;

            var event = event(FORM, form(part("event", "application/json", EVENT), image));

            assertThat(event.image().orElseThrow().bytes()).isEqualTo(PICTURE);
            assertThat(event.dropped()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("picturesAsText")
    void readsAPictureThatIsTextInJson(String text) {
        var json = "{\"timestamp\":\"2026-01-18T12:34:56Z\",\"image\":\""
                + text.replace("\r", "\\r").replace("\n", "\\n") + "\"}";

        assertThat(event(json).image().orElseThrow().bytes()).isEqualTo(PICTURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Multipart/Form-Data; Boundary=xyz",
                "MULTIPART/FORM-DATA;BOUNDARY=\"xyz\"",
                "multipart/form-data; boundary = xyz",
                "multipart/form-data ; charset=\"a;boundary=b\" ;\tboundary\t=\t\"x\\yz\" ;",
                "multipart/form-data; boundary=xyz; boundary=other"
            })
    void takesEveryWayToNameTheBoundary(String contentType) {
        var event = "content-disposition: Form-Data; filename=\"a\\\"; name=b\"; Name = event\r\n\r\n" + EVENT;

        assertThat(event(contentType, form(event)).timestamp()).isEqualTo(Instant.parse("2026-01-18T12:34:56Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"==x==", "a=b", "'()+_,-./:=?"})
    void takesEveryCharacterOfABoundary(String boundary) {
        var body = "--" + boundary + "\r\n" + part("event", "application/json", EVENT) + "\r\n--" + boundary + "--\r\n";

        assertThat(event("multipart/form-data; boundary=" + boundary, body.getBytes(UTF_8))
                        .dropped())
                .isEmpty();
    }

    @Test
    void keepsTheFirstOfSeveralPictures() {
        var event = part("event", "application/json", EVENT);
        var within = part("event", "application/json", "{\"timestamp\":\"2026-01-18T12:34:56Z\",\"image\":\"/9j/\"}");
        var image = part("image", "image/jpeg", "a picture!");

        for (var form : List.of(form(event, image, part("image", "image/jpeg", "another")), form(within, image))) {
            assertThat(event(FORM, form).image().orElseThrow().bytes())
                    .asString(UTF_8)
                    .isEqualTo("a picture!");
            assertThat(paths(event(FORM, form))).containsExactly("image");
        }
    }

    private static String wrongField(String contentType, byte[] body) {
        return ((ParsedBody.Invalid) MotionBodyParser.parse(contentType, body)).field();
    }

    @Test
    void namesWhatIsWrongWithAForm() {
        var event = part("event", "application/json", EVENT);
        var image = part("image", "image/jpeg", "x");
        var wrong = part("event", "application/json", "{\"timestamp\":1}");
        var many =
                Stream.generate(() -> part("note", "text/plain", "x")).limit(20).toArray(String[]::new);

        assertThat(wrongField(FORM, form(image))).isEqualTo("/event");
        assertThat(wrongField(FORM, form(event, event))).isEqualTo("/event");
        assertThat(wrongField(FORM, form(wrong))).isEqualTo("/timestamp");
        assertThat(wrongField(FORM, form(many))).isEmpty();
        assertThat(wrongField(FORM, "--xyz\r\ncut".getBytes(UTF_8))).isEmpty();
        assertThat(wrongField("multipart/form-data", form(event))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/xml", "multipart/mixed; boundary=xyz", "json", ";"})
    void knowsNoOtherTypes(String contentType) {
        assertThat(MotionBodyParser.parse(contentType, EVENT.getBytes(UTF_8))).isEqualTo(new ParsedBody.UnknownType());
    }

    @Test
    void readsUtf8Only() {
        assertThat(wrongField("application/json", EVENT.getBytes(UTF_16))).isEmpty();
        assertThat(wrongField("application/json", "{\"a\":\"\u00e9\"}".getBytes(ISO_8859_1)))
                .isEmpty();
    }

    /// An overlong letter, in a value and in a key; half of a pair; a code point beyond the last.
    @ParameterizedTest
    @ValueSource(
            strings = {"\u00C1\u00B0", "\u00E0\u0081\u00B0", "\u00ED\u00A0\u0080", "\u00F4\u0090\u0080\u0080", "\u00C3"
            })
    void readsStrictUtf8Only(String bytes) {
        for (String json : List.of(
                "{\"timestamp\":\"2026-01-18T12:34:56Z\",\"labels\":[{\"label\":\"" + bytes + "erson\"}]}",
                "{\"timestamp\":\"2026-01-18T12:34:56Z\",\"" + bytes + "\":1}")) {
            byte[] body = json.getBytes(ISO_8859_1);
            assertThat(wrongField("application/json", body)).isEmpty();
            assertThat(wrongField(FORM, form(part("event", "application/json", json))))
                    .isEmpty();
        }
    }

    @Test
    void passesOverAByteOrderMark() {
        assertThat(event("\uFEFF" + EVENT).timestamp()).isEqualTo(Instant.parse("2026-01-18T12:34:56Z"));
    }

    @ParameterizedTest
    @CsvSource({"PERSON, person", "' Human ', person", "face, person", "lorry, truck", "cat, cat"})
    void knowsTheWordsOfLabels(String label, String word) {
        assertThat(LabelVocabulary.label(label)).hasValue(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jane", "AB12 CDE", "person: jane"})
    void dropsLabelsThatAreNotInTheVocabulary(String label) {
        assertThat(LabelVocabulary.label(label)).isEmpty();
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
            assertThatCode(() -> MotionBodyParser.parse(asForm ? FORM : "application/json", mutated))
                    .doesNotThrowAnyException();
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
