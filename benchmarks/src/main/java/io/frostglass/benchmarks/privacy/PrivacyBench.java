package io.frostglass.benchmarks.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.veil.NoiseKey;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilStrength;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Attacks veiled pictures with a gallery of faces, to measure how anonymous they are.
///
/// The attacker knows the code, every parameter and the position of the face, but not the key. He has half of each
/// person's pictures, and gets the other half veiled. Faces stand in a drawn scene at several sizes and move a little
/// from picture to picture. [ReidentificationAttack] describes the attack. The seed is fixed: the same gallery gives
/// the same figures.
public final class PrivacyBench {

    /// Shares of the picture's height that faces take.
    private static final double[] SHARES = {0.9, 0.4, 0.15};

    private static final int VERSIONS = 4;

    /// Visits in all, shared among the people, but at least two for each.
    private static final int VISITS = 400;

    private static final int VISIT_PICTURES = 10;
    private static final double MOVE = 0.01;

    /// How often an attacker names the right person.
    ///
    /// @param people in the gallery
    /// @param chance success rate of guessing, 0 to 1
    /// @param rows per treatment and size of the face
    public record PrivacyReport(int people, double chance, List<PrivacyRow> rows) {
        public PrivacyReport {
            rows = List.copyOf(rows);
        }
    }

    /// One treatment at one size.
    ///
    /// @param treatment `raw`, a strength's code, `standard, missed`: in a picture with a box elsewhere, or
    ///     `heavy, nobody`: in a picture without a face, to show the result of chance
    /// @param share of the picture's height that the face takes
    /// @param single share of probes named correctly from one picture
    /// @param visit the same from the mean of the ten pictures of a visit
    public record PrivacyRow(String treatment, double share, double single, double visit) {}

    private final Map<String, PictureTreatment> treatments;
    private final Consumer<PrivacyRow> progress;

    PrivacyBench(Map<String, PictureTreatment> treatments, Consumer<PrivacyRow> progress) {
        this.treatments = treatments;
        this.progress = progress;
    }

    /// Runs the attack on raw pictures and on each strength; takes some minutes for 40 people of 10 pictures.
    ///
    /// @param gallery a folder per person, pictures in it
    /// @param progress gets each row when it is complete
    /// @throws IOException if the gallery cannot be read
    public static PrivacyReport run(Path gallery, Consumer<PrivacyRow> progress) throws IOException {
        var veil = Veil.standard();
        var treatments = new LinkedHashMap<String, PictureTreatment>();
        treatments.put("raw", PictureTreatment.none());
        for (var strength : VeilStrength.values()) {
            treatments.put(strength.code(), PictureTreatment.boxed(veil, strength));
        }
        treatments.put("standard, missed", PictureTreatment.missed(veil, VeilStrength.STANDARD));
        treatments.put("heavy, nobody", PictureTreatment.nobody(veil, VeilStrength.HEAVY));
        return new PrivacyBench(treatments, progress).attack(FaceGallery.read(gallery), SHARES);
    }

    PrivacyReport attack(FaceGallery gallery, double... shares) {
        var rows = new ArrayList<PrivacyRow>();
        for (double share : shares) {
            var random = new Random(1);
            var known = scenes(gallery, share, true, random);
            var probes = scenes(gallery, share, false, random);
            treatments.forEach((name, treatment) -> {
                var row = attack(name, share, treatment, known, probes);
                progress.accept(row);
                rows.add(row);
            });
        }
        return new PrivacyReport(gallery.people().size(), gallery.chance(), rows);
    }

    /// Returns scenes by person: one for each known picture, or as many probes as a visit has, the pictures in turn.
    private static List<List<PrivacyScene>> scenes(FaceGallery gallery, double share, boolean known, Random random) {
        var scenes = new ArrayList<List<PrivacyScene>>();
        for (var person : gallery.people()) {
            List<BufferedImage> faces = known ? person.known() : person.probes();
            int amount = known ? faces.size() : VISIT_PICTURES;
            var mine = new ArrayList<PrivacyScene>();
            for (int i = 0; i < amount; i++) {
                double x = MOVE * (2 * random.nextDouble() - 1);
                double y = MOVE * (2 * random.nextDouble() - 1);
                mine.add(PrivacyScene.with(faces.get(i % faces.size()), share, x, y));
            }
            scenes.add(mine);
        }
        return scenes;
    }

    private static PrivacyRow attack(
            String name,
            double share,
            PictureTreatment treatment,
            List<List<PrivacyScene>> known,
            List<List<PrivacyScene>> probes) {
        int people = known.size();
        var learnt = new double[people][][][];
        var singles = new double[people][][];
        var visits = new double[people][][];
        IntStream.range(0, people).parallel().forEach(person -> {
            var features = new FaceFeatures();
            // Each row has other keys: a lucky key must not affect all of them.
            var site = name + share + "/" + person;
            learnt[person] = learn(known.get(person), treatment, site, features);
            var frames = visits(probes.get(person), treatment, site, Math.max(2, VISITS / people), features);
            singles[person] = Stream.of(frames).flatMap(Stream::of).toArray(double[][]::new);
            visits[person] = Stream.of(frames).map(VectorMath::mean).toArray(double[][]::new);
        });
        var attack = new ReidentificationAttack(learnt);
        return new PrivacyRow(name, share, attack.success(singles), attack.success(visits));
    }

    /// By picture and version, each version under another key.
    private static double[][][] learn(
            List<PrivacyScene> scenes, PictureTreatment treatment, String site, FaceFeatures features) {
        var learnt = new double[scenes.size()][VERSIONS][];
        for (int i = 0; i < learnt.length; i++) {
            for (int version = 0; version < VERSIONS; version++) {
                var key = key("attacker/" + site, i * VERSIONS + version);
                learnt[i][version] = look(scenes.get(i), treatment, key, features);
            }
        }
        return learnt;
    }

    /// By visit and picture; the pictures of a visit have one key.
    private static double[][][] visits(
            List<PrivacyScene> scenes, PictureTreatment treatment, String site, int amount, FaceFeatures features) {
        var visits = new double[amount][scenes.size()][];
        for (int visit = 0; visit < amount; visit++) {
            var key = key("visit/" + site, visit);
            for (int i = 0; i < scenes.size(); i++) {
                visits[visit][i] = look(scenes.get(i), treatment, key, features);
            }
        }
        return visits;
    }

    private static double[] look(PrivacyScene scene, PictureTreatment treatment, NoiseKey key, FaceFeatures features) {
        return features.of(treatment.apply(scene.jpeg(), scene.face(), key), scene.face());
    }

    private static NoiseKey key(String use, int number) {
        byte[] secret = "a key for measuring only".getBytes(UTF_8);
        return NoiseKey.forVisit(secret, use + "/" + number, Instant.EPOCH);
    }
}
