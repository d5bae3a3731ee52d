package io.frostglass.benchmarks.privacy;

import io.frostglass.standalone.camera.FolderCamera;
import io.frostglass.veil.NoiseKey;
import io.frostglass.veil.PictureBox;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilRequest;
import io.frostglass.veil.VeilResult;
import io.frostglass.veil.VeilScene;
import io.frostglass.veil.VeilStrength;
import io.frostglass.veil.background.BackgroundModel;
import io.frostglass.veil.background.FigureKind;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;

/// A place whose background the veil has learnt from a camera's pictures, in the order of their names and one
/// a second, without boxes and labels.
///
/// @param name of the folder
/// @param model after the last picture, as it is stored
/// @param learnt pictures that were veiled on the way
/// @param empty the last picture in which the veil saw no figure, 1280 by 720 pixels
// Buffers of the bench; never compared.
@SuppressWarnings("ArrayRecordComponent")
record LearntPlace(String name, byte[] model, List<LearntPicture> learnt, BufferedImage empty) {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    /// A picture that taught the veil something.
    ///
    /// @param name of the file
    /// @param jpeg as the camera sent it
    /// @param result under `standard`
    @SuppressWarnings("ArrayRecordComponent")
    record LearntPicture(String name, byte[] jpeg, VeilResult.Picture result) {}

    /// Reads a folder of JPEG files.
    ///
    /// @throws IOException if it cannot be read, or the veil saw figures in all of its pictures
    static LearntPlace learn(Path folder) throws IOException {
        var veil = Veil.standard();
        var model = BackgroundModel.empty();
        var learnt = new ArrayList<LearntPicture>();
        byte[] empty = {};
        for (var file : FolderCamera.jpegs(folder)) {
            byte[] jpeg = Files.readAllBytes(file);
            if (learn(veil, model, jpeg, learnt.size()) instanceof VeilResult.Picture picture) {
                learnt.add(new LearntPicture(String.valueOf(file.getFileName()), jpeg, picture));
                empty = picture.report().figures().orElse(1) == 0 ? jpeg : empty;
            }
        }
        if (empty.length == 0) {
            throw new IOException("no background learnt from " + folder);
        }
        return new LearntPlace(
                String.valueOf(folder.getFileName()),
                model.write(),
                learnt,
                PrivacyScene.scaled(ImageIO.read(new ByteArrayInputStream(empty))));
    }

    /// Veils a picture under `standard`, and learns from it.
    ///
    /// @param second since the first picture
    static VeilResult learn(Veil veil, BackgroundModel model, byte[] jpeg, int second) {
        var request = request(VeilStrength.STANDARD, PrivacyBench.key("place", 0));
        return veil.apply(jpeg, request, scene(model, START.plusSeconds(second)));
    }

    /// Veils another picture of the place. The model stays as it is.
    VeilResult.Picture veiled(Veil veil, VeilStrength strength, byte[] jpeg, NoiseKey key) {
        var scene = scene(BackgroundModel.read(model), START.plusSeconds(learnt.size()));
        return switch (veil.apply(jpeg, request(strength, key), scene)) {
            case VeilResult.Picture picture -> picture;
            case VeilResult.Dropped(var reason) -> throw new IllegalStateException(reason.code());
        };
    }

    /// Veils a picture of somebody who has been in it, unmoving and without a box, for a while.
    ///
    /// @param fresh the camera is new, and knows nothing; otherwise it has known the place for half a day
    /// @param days one after another
    /// @param hours of each day, with a picture each, while which the person stays; then the place is empty
    VeilResult.Picture afterSitting(Veil veil, byte[] jpeg, boolean fresh, int days, int hours, NoiseKey key) {
        var model = fresh ? BackgroundModel.empty() : BackgroundModel.read(model());
        byte[] nobody = PrivacyScene.jpeg(empty);
        var at = START.plusSeconds(learnt.size());
        for (int hour = 0; !fresh && hour < 12; hour++) {
            at = at.plusSeconds(3600);
            veil.apply(nobody, request(VeilStrength.STANDARD, key), scene(model, at));
        }
        for (int hour = 0; hour < 24 * (days - 1) + hours; hour++) {
            at = at.plusSeconds(3600);
            byte[] seen = hour % 24 < hours ? jpeg : nobody;
            veil.apply(seen, request(VeilStrength.STANDARD, key), scene(model, at));
        }
        var last = veil.apply(jpeg, request(VeilStrength.STANDARD, key), scene(model, at.plusSeconds(3600)));
        return (VeilResult.Picture) last;
    }

    private static VeilScene scene(BackgroundModel model, Instant at) {
        return new VeilScene(model, Set.<FigureKind>of(), at);
    }

    private static VeilRequest request(VeilStrength strength, NoiseKey key) {
        return new VeilRequest(strength, List.<PictureBox>of(), List.of(), key);
    }
}
