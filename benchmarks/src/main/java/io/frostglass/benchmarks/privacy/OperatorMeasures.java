package io.frostglass.benchmarks.privacy;

import io.frostglass.standalone.camera.CameraShot;
import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.veil.NoiseKey;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilRequest;
import io.frostglass.veil.VeilResult;
import io.frostglass.veil.VeilScene;
import io.frostglass.veil.VeilStrength;
import io.frostglass.veil.background.BackgroundModel;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/// What an operator learns from thumbnails of drawn cameras, whose people and vehicles are known: how many
/// figures there are, and whether they are people, vehicles or nobody.
///
/// The veil gets neither boxes nor labels, so all figures have one colour. A linear classifier learns from
/// the thumbnails of some cameras, and is measured on those of others, which were drawn with another seed. The
/// veil was tuned with the first seed only.
final class OperatorMeasures {

    private static final int CAMERAS = 12;

    private static final long LEARNING_SEED = 11;
    private static final long MEASURING_SEED = 303;
    private static final int VISITS = 8;
    /// The first one of a visit shows nobody.
    private static final int SHOTS = 11;
    private static final int LEARNING_SHOTS = 3 * SHOTS;
    /// Smaller figures are few pixels in a thumbnail; pictures with them are left out.
    private static final double LEAST_HEIGHT = 0.06;

    private static final List<String> CLASSES = List.of("nobody", "person", "vehicle");

    /// A thumbnail and the truth about it.
    ///
    /// @param truth index of one of the classes
    @SuppressWarnings("ArrayRecordComponent")
    private record JudgedPicture(int truth, double[] features) {}

    private final long seed;
    private final List<JudgedPicture> pictures = new ArrayList<>();
    private int seen;
    private int counted;
    private int countedRight;
    private int tooFew;
    private int emptyRight;
    private int empty;

    private OperatorMeasures(long seed) {
        this.seed = seed;
    }

    /// Measures, and returns lines of text.
    static String run() throws IOException {
        return of(MEASURING_SEED).report(of(LEARNING_SEED));
    }

    private static OperatorMeasures of(long seed) throws IOException {
        var measures = new OperatorMeasures(seed);
        for (int camera = 1; camera <= CAMERAS; camera++) {
            measures.see(camera);
        }
        return measures;
    }

    private void see(int number) throws IOException {
        var camera = SceneCamera.number(number, seed);
        var veil = Veil.standard();
        var model = BackgroundModel.empty();
        var at = Instant.parse("2026-01-01T12:00:00Z");
        for (int shot = 0; shot < VISITS * SHOTS; shot++) {
            at = at.plus(shot % SHOTS == 0 ? Duration.ofHours(1) : Duration.ofSeconds(2));
            see(number, camera.take(at), veil, model, at, shot >= LEARNING_SHOTS);
        }
    }

    private void see(int number, CameraShot shot, Veil veil, BackgroundModel model, Instant at, boolean judged)
            throws IOException {
        var result = veiled(veil, shot.jpeg(), model, at, PrivacyBench.key("operator", number));
        if (judged) {
            judge(number, shot, result);
        }
    }

    private static VeilResult.Picture veiled(Veil veil, byte[] jpeg, BackgroundModel model, Instant at, NoiseKey key) {
        var request = VeilRequest.of(VeilStrength.STANDARD, key);
        return switch (veil.apply(jpeg, request, new VeilScene(model, Set.of(), at))) {
            case VeilResult.Picture picture -> picture;
            case VeilResult.Dropped(var reason) -> throw new IllegalStateException(reason.code());
        };
    }

    private void judge(int camera, CameraShot shot, VeilResult.Picture result) throws IOException {
        if (shot.boxes().stream().anyMatch(box -> box.h() < LEAST_HEIGHT)) {
            return;
        }
        var labels = shot.labels().stream().map(CameraShot.ShotObject::label).toList();
        var figures = result.report().figures();
        seen++;
        if (figures.isPresent()) {
            counted++;
            countedRight += figures.getAsInt() == labels.size() ? 1 : 0;
            tooFew += figures.getAsInt() < labels.size() ? 1 : 0;
            empty += labels.isEmpty() ? 1 : 0;
            emptyRight += labels.isEmpty() && figures.getAsInt() == 0 ? 1 : 0;
        }
        boolean mixed = labels.contains("person") && labels.contains("car");
        boolean portrait = camera % 3 == 1;
        if (!mixed && !portrait) {
            int truth = labels.isEmpty() ? 0 : labels.contains("person") ? 1 : 2;
            pictures.add(new JudgedPicture(truth, features(result)));
        }
    }

    /// Area, extent and place of what has the colour of figures, in a thumbnail.
    private static double[] features(VeilResult.Picture result) throws IOException {
        BufferedImage thumbnail =
                ImageIO.read(new ByteArrayInputStream(result.thumbnail().jpeg()));
        int side = thumbnail.getWidth();
        int[] columns = new int[side];
        int[] rows = new int[side];
        int area = 0;
        for (int i = 0; i < side * side; i++) {
            if (isFigure(new Color(thumbnail.getRGB(i % side, i / side)))) {
                columns[i % side]++;
                rows[i / side]++;
                area++;
            }
        }
        double width = Arrays.stream(columns).max().orElse(0);
        double height = Arrays.stream(rows).max().orElse(0);
        double tall = Arrays.stream(rows).filter(n -> n > 0).count();
        double wide = Arrays.stream(columns).filter(n -> n > 0).count();
        return new double[] {
            Math.sqrt(area), width, height, tall, wide, 20 * Math.log((1 + tall) / (1 + wide)), area == 0 ? 40 : 0
        };
    }

    /// Whether a colour is that of figures without a label.
    static boolean isFigure(Color colour) {
        return colour.getRed() > colour.getGreen() + 40 && colour.getBlue() > colour.getGreen() + 20;
    }

    private String report(OperatorMeasures learnt) {
        var known = new double[CLASSES.size()][][][];
        var probes = new double[CLASSES.size()][][];
        for (int truth = 0; truth < CLASSES.size(); truth++) {
            known[truth] = learnt.of(truth)
                    .map(picture -> new double[][] {picture.features()})
                    .toArray(double[][][]::new);
            probes[truth] = of(truth).map(JudgedPicture::features).toArray(double[][]::new);
        }
        return String.format(
                Locale.ROOT,
                """
                thumbnails on a known background: %.1f %% of %d
                empty pictures shown empty: %d of %d
                number of figures right: %.1f %% of %d; too few in %d, too many in %d
                person, vehicle or nobody right: %.1f %% of %d
                """,
                100.0 * counted / seen,
                seen,
                emptyRight,
                empty,
                100.0 * countedRight / Math.max(1, counted),
                counted,
                tooFew,
                counted - countedRight - tooFew,
                100 * new ReidentificationAttack(known).success(probes),
                pictures.size());
    }

    private Stream<JudgedPicture> of(int truth) {
        return pictures.stream().filter(picture -> picture.truth() == truth);
    }
}
