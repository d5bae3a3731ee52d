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

/// Attacks veiled pictures with a gallery of faces, to say in figures how anonymous they are.
///
/// The attacker knows the code, every parameter and where the face is; he lacks the key alone. Each person's
/// pictures are split: half are his, the other half he meets veiled. Faces stand in a drawn scene at several sizes
/// and move a little from picture to picture. See [ReidentificationAttack] for what he does. Everything is drawn from a
/// fixed
/// seed: the same gallery gives the same figures.
public final class PrivacyBench {

    /// Shares of the picture's height that faces take.
    private static final double[] SHARES = {0.9, 0.4, 0.15};

    private static final int VERSIONS = 4;
    /// Visits in all, shared among the people, but at least two for each.
    private static final int VISITS = 400;

    private static final int VISIT_PICTURES = 10;
    private static final double MOVE = 0.01;

    private final Map<String, PictureTreatment> treatments;
    private final Consumer<PrivacyReport.PrivacyRow> progress;

    PrivacyBench(Map<String, PictureTreatment> treatments, Consumer<PrivacyReport.PrivacyRow> progress) {
        this.treatments = treatments;
        this.progress = progress;
    }

    /// Runs the attack on raw pictures and on each strength; takes some minutes for 40 people of 10 pictures.
    ///
    /// @param gallery a folder per person, pictures in it
    /// @param progress is told each row as it is known
    /// @throws IOException if the gallery cannot be read
    public static PrivacyReport run(Path gallery, Consumer<PrivacyReport.PrivacyRow> progress) throws IOException {
        var veil = Veil.standard();
        var treatments = new LinkedHashMap<String, PictureTreatment>();
        treatments.put("raw", PictureTreatment.none());
        for (var veilStrength : VeilStrength.values()) {
            treatments.put(veilStrength.code(), PictureTreatment.boxed(veil, veilStrength));
        }
        treatments.put("standard, missed", PictureTreatment.missed(veil, VeilStrength.STANDARD));
        treatments.put("heavy, nobody", PictureTreatment.nobody(veil, VeilStrength.HEAVY));
        return new PrivacyBench(treatments, progress).attack(FaceGallery.read(gallery), SHARES);
    }

    PrivacyReport attack(FaceGallery faceGallery, double... shares) {
        var rows = new ArrayList<PrivacyReport.PrivacyRow>();
        for (double share : shares) {
            var random = new Random(1);
            var known = scenes(faceGallery, share, true, random);
            var probes = scenes(faceGallery, share, false, random);
            treatments.forEach((name, pictureTreatment) -> {
                var privacyRow = attack(name, share, pictureTreatment, known, probes);
                progress.accept(privacyRow);
                rows.add(privacyRow);
            });
        }
        return new PrivacyReport(faceGallery.people().size(), faceGallery.chance(), rows);
    }

    /// By person; the probes as many as a visit has, the pictures in turn.
    private static List<List<PrivacyScene>> scenes(
            FaceGallery faceGallery, double share, boolean known, Random random) {
        var scenes = new ArrayList<List<PrivacyScene>>();
        for (var galleryPerson : faceGallery.people()) {
            List<BufferedImage> faces = known ? galleryPerson.known() : galleryPerson.probes();
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

    private static PrivacyReport.PrivacyRow attack(
            String name,
            double share,
            PictureTreatment pictureTreatment,
            List<List<PrivacyScene>> known,
            List<List<PrivacyScene>> probes) {
        int people = known.size();
        var learnt = new double[people][][][];
        var singles = new double[people][][];
        var visits = new double[people][][];
        IntStream.range(0, people).parallel().forEach(person -> {
            var faceFeatures = new FaceFeatures();
            // Keys of their own for each row, so that luck with keys is not the same in all of them.
            var site = name + share + "/" + person;
            learnt[person] = learn(known.get(person), pictureTreatment, site, faceFeatures);
            var frames = visits(probes.get(person), pictureTreatment, site, Math.max(2, VISITS / people), faceFeatures);
            singles[person] = Stream.of(frames).flatMap(Stream::of).toArray(double[][]::new);
            visits[person] = Stream.of(frames).map(VectorMath::mean).toArray(double[][]::new);
        });
        var reidentificationAttack = new ReidentificationAttack(learnt);
        return new PrivacyReport.PrivacyRow(
                name, share, reidentificationAttack.success(singles), reidentificationAttack.success(visits));
    }

    /// By picture and version, each version under another key.
    private static double[][][] learn(
            List<PrivacyScene> scenes, PictureTreatment pictureTreatment, String site, FaceFeatures faceFeatures) {
        var learnt = new double[scenes.size()][VERSIONS][];
        for (int i = 0; i < learnt.length; i++) {
            for (int version = 0; version < VERSIONS; version++) {
                var key = key("attacker/" + site, i * VERSIONS + version);
                learnt[i][version] = look(scenes.get(i), pictureTreatment, key, faceFeatures);
            }
        }
        return learnt;
    }

    /// By visit and picture; the pictures of a visit have one key.
    private static double[][][] visits(
            List<PrivacyScene> scenes,
            PictureTreatment pictureTreatment,
            String site,
            int amount,
            FaceFeatures faceFeatures) {
        var visits = new double[amount][scenes.size()][];
        for (int visit = 0; visit < amount; visit++) {
            var key = key("visit/" + site, visit);
            for (int i = 0; i < scenes.size(); i++) {
                visits[visit][i] = look(scenes.get(i), pictureTreatment, key, faceFeatures);
            }
        }
        return visits;
    }

    private static double[] look(
            PrivacyScene privacyScene, PictureTreatment pictureTreatment, NoiseKey key, FaceFeatures faceFeatures) {
        return faceFeatures.of(
                pictureTreatment.apply(privacyScene.jpeg(), privacyScene.face(), key), privacyScene.face());
    }

    private static NoiseKey key(String use, int number) {
        byte[] secret = "a key for measuring only".getBytes(UTF_8);
        return NoiseKey.forVisit(secret, use + "/" + number, Instant.EPOCH);
    }
}
