package io.frostglass.benchmarks.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.veil.ChannelCapacity;
import io.frostglass.veil.NoiseKey;
import io.frostglass.veil.PictureBox;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilRequest;
import io.frostglass.veil.VeilResult;
import io.frostglass.veil.VeilStrength;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Attacks veiled pictures with a gallery of faces, to measure how anonymous they are.
///
/// The attacker knows the code, every parameter and the position of the face, but not the key. He has half of
/// each person's pictures, and gets the other half veiled. Faces stand in a drawn scene at several sizes and
/// move a little from picture to picture. [ReidentificationAttack] describes the attack. The seed is fixed:
/// the same gallery gives the same figures.
@Command(
        name = "privacy",
        mixinStandardHelpOptions = true,
        description = "Attacks veiled faces with a gallery and reports how often the right person is named.")
public final class PrivacyBench implements Callable<Integer> {

    /// Shares of the picture's height that faces take.
    private static final double[] SHARES = {0.9, 0.4, 0.15};

    private static final int VERSIONS = 4;

    /// Visits in all, shared among the people, but at least two for each.
    private static final int VISITS = 400;

    /// The same where a picture takes long.
    private static final int FEW_VISITS = 80;

    /// Shares of the picture's height that people who walk take.
    private static final double[] WALKERS = {0.8, 0.4};

    /// Shares that the faces of people take who sit for hours.
    private static final double[] SITTING = {0.4, 0.15};

    private static final int VISIT_PICTURES = 10;
    private static final double MOVE = 0.01;

    /// Processes a picture before the attacker gets it.
    @FunctionalInterface
    private interface PictureTreatment {
        byte[] apply(byte[] jpeg, PictureBox face, NoiseKey key);
    }

    /// Puts a face into a picture, moved by shares of its width and height.
    @FunctionalInterface
    private interface SceneComposition {
        PrivacyScene compose(BufferedImage face, double moveX, double moveY);
    }

    /// How often the attacker names the right person.
    ///
    /// @param single share of probes named correctly from one picture
    /// @param visit the same from the mean of the ten pictures of a visit
    /// @param day the same from the mean of all visits of a person
    private record PrivacyRow(double single, double visit, double day) {}

    @Option(names = "--gallery", paramLabel = "DIR", description = "A folder per person, pictures of the face in it.")
    private @Nullable Path gallery;

    @Option(
            names = "--place",
            paramLabel = "DIR",
            description =
                    "Pictures of one camera in the order of their names, from which a background is learnt; may be"
                            + " repeated. The faces are put there and not into drawn scenes, and an operator is"
                            + " measured on drawn cameras. Figures are compared with those of its folder masks, if there is one: a PNG of the same name,"
                            + " white where a figure is.")
    private List<Path> placeFolders = List.of();

    @Option(
            names = "--sheet",
            paramLabel = "FILE.png",
            description = "Also draw scenes beside their veiled thumbnails, for people to judge the veil: those of the"
                    + " places, or else 20 drawn ones.")
    private @Nullable Path sheet;

    @Option(
            names = "--light",
            paramLabel = "SEED",
            description = "Attack nobody. Draw changes of light onto the pictures of each place, with this seed, and"
                    + " compare figures with those of its folder masks.")
    private @Nullable Long light;

    @Option(
            names = "--network",
            paramLabel = "DIR",
            description =
                    "Also write faces in the first of the places, raw and veiled, for the face recognition network"
                            + " of benchmarks/face-network.")
    private @Nullable Path network;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// Runs the attack on raw pictures and on each strength; takes some minutes for 40 people of 10 pictures.
    @Override
    public Integer call() throws IOException {
        if (light != null) {
            return measureLight(light);
        }
        if (gallery == null || !Files.isDirectory(gallery)) {
            throw new ParameterException(spec.commandLine(), "--gallery: no such folder: " + gallery);
        }
        System.out.println("treatment         face's height   one picture   a visit of ten   all visits");
        var faces = FaceGallery.read(gallery);
        if (placeFolders.isEmpty()) {
            for (double share : SHARES) {
                attack(faces, share);
            }
        }
        var places = new ArrayList<LearntPlace>();
        for (var folder : placeFolders) {
            places.add(LearntPlace.learn(folder));
        }
        for (int i = 0; i < places.size(); i++) {
            var place = places.get(i);
            System.out.printf("in %s, on its background%n", place.name());
            System.out.print(FigureMeasures.of(place, placeFolders.get(i)).text());
            System.out.print(FigureCounts.of(place, placeFolders.get(i)));
            for (double share : SHARES) {
                attack(faces, share, place);
            }
            attackWalkers(faces.people().size(), place);
            for (double share : SITTING) {
                attackSitting(faces, share, place);
            }
        }
        System.out.printf("%d people; guessing: %.1f %%%n", faces.people().size(), faces.chance() * 100);
        System.out.println(
                "bits that one thumbnail can carry at most   veiled as a whole   boxes cover next to nothing");
        for (VeilStrength strength : VeilStrength.values()) {
            System.out.printf(
                    "%-42s %18.1f %29.1f%n",
                    strength.code(), ChannelCapacity.bitsInside(strength), ChannelCapacity.bitsOutside(strength));
        }
        if (!places.isEmpty()) {
            System.out.print(OperatorMeasures.run());
        }
        if (network != null && !places.isEmpty()) {
            export(faces, places.getFirst(), network);
        }
        if (sheet != null && places.isEmpty()) {
            ContactSheet.write(sheet);
        } else if (sheet != null) {
            PlaceSheet.write(places, sheet);
        }
        return ExitCode.OK;
    }

    private int measureLight(long seed) throws IOException {
        if (placeFolders.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--light: name a place, with --place");
        }
        for (var folder : placeFolders) {
            if (!Files.isDirectory(folder.resolve("masks"))) {
                throw new ParameterException(spec.commandLine(), "--light: no true figures in " + folder + "/masks");
            }
            System.out.printf("in %s%n%s", folder.getFileName(), new LightMeasures(folder).run(seed));
        }
        return ExitCode.OK;
    }

    private static void attack(FaceGallery faces, double share) {
        var random = new Random(1);
        SceneComposition here = (face, x, y) -> PrivacyScene.with(face, share, x, y);
        var known = known(faces, here, random);
        var probes = probes(faces, here, 1, random);
        attack(treatments(), share, known, probes, VISITS);
    }

    private static void attack(FaceGallery faces, double share, LearntPlace place) {
        var random = new Random(1);
        var here = in(place, share);
        var known = known(faces, here, random);
        // Without noise, the same scenes in each visit would be the same thumbnails.
        var probes = probes(faces, here, visits(VISITS, faces.people().size()), random);
        var veil = Veil.standard();
        var treatments = new LinkedHashMap<String, PictureTreatment>();
        for (var strength : VeilStrength.values()) {
            treatments.put(
                    strength.code(),
                    (jpeg, _, key) ->
                            place.veiled(veil, strength, jpeg, key).thumbnail().jpeg());
        }
        attack(treatments, share, known, probes, VISITS);
    }

    private static void export(FaceGallery faces, LearntPlace place, Path folder) throws IOException {
        var export = new NetworkExport(folder);
        var veil = Veil.standard();
        for (double share : SHARES) {
            var random = new Random(1);
            var known = known(faces, in(place, share), random);
            var probes = probes(faces, in(place, share), 1, random).stream()
                    .map(scenes -> scenes.subList(0, VISIT_PICTURES / 2))
                    .toList();
            export.add("raw", share, known, "known", jpeg -> jpeg);
            export.add("raw", share, probes, "probe", jpeg -> jpeg);
            for (var strength : VeilStrength.values()) {
                var key = key("network/" + strength, 0);
                NetworkExport.Treatment treatment = jpeg ->
                        place.veiled(veil, strength, jpeg, key).thumbnail().jpeg();
                export.add(strength.code(), share, known, "known", treatment);
                export.add(strength.code(), share, probes, "probe", treatment);
            }
        }
        export.close();
    }

    private static SceneComposition in(LearntPlace place, double share) {
        // Half as much up and down: a face that fills the picture must not leave it.
        return (face, x, y) -> PrivacyScene.in(place.empty(), face, share, x, y / 2);
    }

    /// Attacks the outline and the gait of people who walk by, and nothing else.
    private static void attackWalkers(int people, LearntPlace place) {
        var random = new Random(3);
        var builds = Stream.generate(() -> WalkerScene.Build.random(random))
                .limit(people)
                .toList();
        var veil = Veil.standard();
        for (double share : WALKERS) {
            var treatments = new LinkedHashMap<String, PictureTreatment>();
            treatments.put("true outline", (jpeg, _, _) -> jpeg);
            walk(treatments, builds, place, true, share);
            treatments.clear();
            for (var strength : List.of(VeilStrength.STANDARD, VeilStrength.HEAVY)) {
                treatments.put(
                        strength.code() + ", gait",
                        (jpeg, _, key) -> place.veiled(veil, strength, jpeg, key)
                                .thumbnail()
                                .jpeg());
            }
            walk(treatments, builds, place, false, share);
        }
    }

    private static void walk(
            Map<String, PictureTreatment> treatments,
            List<WalkerScene.Build> people,
            LearntPlace place,
            boolean outlineOnly,
            double share) {
        var known = WalkerScene.of(people, place.empty(), outlineOnly, share, VISIT_PICTURES, 0);
        var probes = WalkerScene.of(people, place.empty(), outlineOnly, share, VISIT_PICTURES, VISIT_PICTURES);
        attack(treatments, share, known, probes, FEW_VISITS);
    }

    /// Attacks people who have been in the place, without a box, so long that they may have become background.
    private static void attackSitting(FaceGallery faces, double share, LearntPlace place) {
        var random = new Random(1);
        var known = known(faces, in(place, share), random);
        var probes = probes(faces, in(place, share), 1, random);
        var veil = Veil.standard();
        var treatments = new LinkedHashMap<String, PictureTreatment>();
        treatments.put("new camera, 3 h", sitting(veil, place, true, 1, 3));
        treatments.put("sits for 8 h", sitting(veil, place, false, 1, 8));
        treatments.put("8 h on 3 days", sitting(veil, place, false, 3, 8));
        treatments.put("sits for 24 h", sitting(veil, place, false, 1, 24));
        attack(treatments, share, known, probes, FEW_VISITS);
    }

    /// The same for each key: a background has no noise.
    private static PictureTreatment sitting(Veil veil, LearntPlace place, boolean fresh, int days, int hours) {
        var done = new ConcurrentHashMap<ByteBuffer, byte[]>();
        return (jpeg, _, key) -> done.computeIfAbsent(
                ByteBuffer.wrap(jpeg),
                _ -> place.afterSitting(veil, jpeg, fresh, days, hours, key)
                        .thumbnail()
                        .jpeg());
    }

    private static void attack(
            Map<String, PictureTreatment> treatments,
            double share,
            List<List<PrivacyScene>> known,
            List<List<PrivacyScene>> probes,
            int visits) {
        // A part of each attack is one thread's work.
        treatments.entrySet().parallelStream()
                .map(it -> {
                    var row = attack(it.getKey(), share, it.getValue(), known, probes, visits);
                    return "%-18s %12.0f %% %11.1f %% %14.1f %% %10.1f %%%n"
                            .formatted(
                                    it.getKey(), share * 100, row.single() * 100, row.visit() * 100, row.day() * 100);
                })
                .toList()
                .forEach(System.out::print);
    }

    /// Returns the treatments by name: `raw`, a strength's code, `standard, missed`: in a picture with a box
    /// elsewhere, and `heavy, nobody`: in a picture without a face, to show the result of chance.
    private static Map<String, PictureTreatment> treatments() {
        var veil = Veil.standard();
        var treatments = new LinkedHashMap<String, PictureTreatment>();
        treatments.put("raw", (jpeg, _, _) -> jpeg);
        for (var strength : VeilStrength.values()) {
            treatments.put(strength.code(), (jpeg, face, key) -> veiled(veil, strength, jpeg, List.of(face), key));
        }
        var corner = List.of(new PictureBox(0, 0, 0.01, 0.01));
        treatments.put("standard, missed", (jpeg, _, key) -> veiled(veil, VeilStrength.STANDARD, jpeg, corner, key));
        byte[] empty = PrivacyScene.empty();
        treatments.put("heavy, nobody", (_, face, key) -> veiled(veil, VeilStrength.HEAVY, empty, List.of(face), key));
        return treatments;
    }

    static byte[] veiled(Veil veil, VeilStrength strength, byte[] jpeg, List<PictureBox> boxes, NoiseKey key) {
        return switch (veil.apply(jpeg, new VeilRequest(strength, boxes, List.of(), key))) {
            case VeilResult.Picture picture -> picture.thumbnail().jpeg();
            case VeilResult.Dropped(var dropReason) -> throw new IllegalStateException(dropReason.code());
        };
    }

    /// Returns a scene for each known picture, by person.
    private static List<List<PrivacyScene>> known(FaceGallery faces, SceneComposition composition, Random random) {
        return faces.people().stream()
                .map(person ->
                        scenes(person.known(), composition, person.known().size(), random))
                .toList();
    }

    /// Returns the scenes of some visits, by person: the pictures in turn.
    private static List<List<PrivacyScene>> probes(
            FaceGallery faces, SceneComposition composition, int visits, Random random) {
        return faces.people().stream()
                .map(person -> scenes(person.probes(), composition, visits * VISIT_PICTURES, random))
                .toList();
    }

    private static List<PrivacyScene> scenes(
            List<BufferedImage> pictures, SceneComposition composition, int amount, Random random) {
        var scenes = new ArrayList<PrivacyScene>();
        for (int i = 0; i < amount; i++) {
            double x = MOVE * (2 * random.nextDouble() - 1);
            double y = MOVE * (2 * random.nextDouble() - 1);
            scenes.add(composition.compose(pictures.get(i % pictures.size()), x, y));
        }
        return scenes;
    }

    /// How many visits of each of so many people are as many in all.
    private static int visits(int inAll, int people) {
        return Math.max(2, inAll / people);
    }

    private static PrivacyRow attack(
            String name,
            double share,
            PictureTreatment treatment,
            List<List<PrivacyScene>> known,
            List<List<PrivacyScene>> probes,
            int visitsInAll) {
        int people = known.size();
        var learnt = new double[people][][][];
        var singles = new double[people][][];
        var visits = new double[people][][];
        IntStream.range(0, people).parallel().forEach(person -> {
            var features = new FaceFeatures();
            // Each row has other keys: a lucky key must not affect all of them.
            var site = name + share + "/" + person;
            learnt[person] = learn(known.get(person), treatment, site, features);
            var frames = visits(probes.get(person), treatment, site, visits(visitsInAll, people), features);
            singles[person] = Stream.of(frames).flatMap(Stream::of).toArray(double[][]::new);
            visits[person] = Stream.of(frames).map(VectorMath::mean).toArray(double[][]::new);
        });
        var attack = new ReidentificationAttack(learnt);
        var days = Stream.of(visits)
                .map(all -> new double[][] {VectorMath.mean(all)})
                .toArray(double[][][]::new);
        return new PrivacyRow(attack.success(singles), attack.success(visits), attack.success(days));
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
        var visits = new double[amount][VISIT_PICTURES][];
        for (int visit = 0; visit < amount; visit++) {
            var key = key("visit/" + site, visit);
            for (int i = 0; i < VISIT_PICTURES; i++) {
                var scene = scenes.get((visit * VISIT_PICTURES + i) % scenes.size());
                visits[visit][i] = look(scene, treatment, key, features);
            }
        }
        return visits;
    }

    private static double[] look(PrivacyScene scene, PictureTreatment treatment, NoiseKey key, FaceFeatures features) {
        return features.of(treatment.apply(scene.jpeg(), scene.face(), key), scene.face());
    }

    static NoiseKey key(String use, int number) {
        byte[] secret = "a key for measuring only".getBytes(UTF_8);
        return NoiseKey.forVisit(secret, use + "/" + number, Instant.EPOCH);
    }
}
