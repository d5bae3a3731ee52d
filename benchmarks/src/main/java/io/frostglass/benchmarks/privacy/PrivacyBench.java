package io.frostglass.benchmarks.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.veil.NoiseKey;
import io.frostglass.veil.Strength;
import io.frostglass.veil.Veil;
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
/// and move a little from picture to picture. See [Attacker] for what he does. Everything is drawn from a fixed
/// seed: the same gallery gives the same figures.
public final class PrivacyBench {

    /// Shares of the picture's height that faces take.
    private static final double[] SHARES = {0.9, 0.4, 0.15};

    private static final int VERSIONS = 4;
    /// Visits in all, shared among the people, but at least two for each.
    private static final int VISITS = 400;

    private static final int VISIT_PICTURES = 10;
    private static final double MOVE = 0.01;

    private final Map<String, Treatment> treatments;
    private final Consumer<PrivacyReport.Row> progress;

    PrivacyBench(Map<String, Treatment> treatments, Consumer<PrivacyReport.Row> progress) {
        this.treatments = treatments;
        this.progress = progress;
    }

    /// Runs the attack on raw pictures and on each strength; takes some minutes for 40 people of 10 pictures.
    ///
    /// @param gallery a folder per person, pictures in it
    /// @param progress is told each row as it is known
    /// @throws IOException if the gallery cannot be read
    public static PrivacyReport run(Path gallery, Consumer<PrivacyReport.Row> progress) throws IOException {
        var veil = Veil.standard();
        var treatments = new LinkedHashMap<String, Treatment>();
        treatments.put("raw", Treatment.none());
        for (var strength : Strength.values()) {
            treatments.put(strength.code(), Treatment.boxed(veil, strength));
        }
        treatments.put("standard, missed", Treatment.missed(veil, Strength.STANDARD));
        treatments.put("heavy, nobody", Treatment.nobody(veil, Strength.HEAVY));
        return new PrivacyBench(treatments, progress).attack(Gallery.read(gallery), SHARES);
    }

    PrivacyReport attack(Gallery gallery, double... shares) {
        var rows = new ArrayList<PrivacyReport.Row>();
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

    /// By person; the probes as many as a visit has, the pictures in turn.
    private static List<List<Scene>> scenes(Gallery gallery, double share, boolean known, Random random) {
        var scenes = new ArrayList<List<Scene>>();
        for (var person : gallery.people()) {
            List<BufferedImage> faces = known ? person.known() : person.probes();
            int amount = known ? faces.size() : VISIT_PICTURES;
            var mine = new ArrayList<Scene>();
            for (int i = 0; i < amount; i++) {
                double x = MOVE * (2 * random.nextDouble() - 1);
                double y = MOVE * (2 * random.nextDouble() - 1);
                mine.add(Scene.with(faces.get(i % faces.size()), share, x, y));
            }
            scenes.add(mine);
        }
        return scenes;
    }

    private static PrivacyReport.Row attack(
            String name, double share, Treatment treatment, List<List<Scene>> known, List<List<Scene>> probes) {
        int people = known.size();
        var learnt = new double[people][][][];
        var singles = new double[people][][];
        var visits = new double[people][][];
        IntStream.range(0, people).parallel().forEach(person -> {
            var features = new Features();
            // Keys of their own for each row, so that luck with keys is not the same in all of them.
            var site = name + share + "/" + person;
            learnt[person] = learn(known.get(person), treatment, site, features);
            var frames = visits(probes.get(person), treatment, site, Math.max(2, VISITS / people), features);
            singles[person] = Stream.of(frames).flatMap(Stream::of).toArray(double[][]::new);
            visits[person] = Stream.of(frames).map(Vectors::mean).toArray(double[][]::new);
        });
        var attacker = new Attacker(learnt);
        return new PrivacyReport.Row(name, share, attacker.success(singles), attacker.success(visits));
    }

    /// By picture and version, each version under another key.
    private static double[][][] learn(List<Scene> scenes, Treatment treatment, String site, Features features) {
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
            List<Scene> scenes, Treatment treatment, String site, int amount, Features features) {
        var visits = new double[amount][scenes.size()][];
        for (int visit = 0; visit < amount; visit++) {
            var key = key("visit/" + site, visit);
            for (int i = 0; i < scenes.size(); i++) {
                visits[visit][i] = look(scenes.get(i), treatment, key, features);
            }
        }
        return visits;
    }

    private static double[] look(Scene scene, Treatment treatment, NoiseKey key, Features features) {
        return features.of(treatment.apply(scene.jpeg(), scene.face(), key), scene.face());
    }

    private static NoiseKey key(String use, int number) {
        byte[] secret = "a key for measuring only".getBytes(UTF_8);
        return NoiseKey.forVisit(secret, use + "/" + number, Instant.EPOCH);
    }
}
