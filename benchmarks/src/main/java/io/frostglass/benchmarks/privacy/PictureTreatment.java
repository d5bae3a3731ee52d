package io.frostglass.benchmarks.privacy;

import io.frostglass.veil.NoiseKey;
import io.frostglass.veil.PictureBox;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilRequest;
import io.frostglass.veil.VeilResult;
import io.frostglass.veil.VeilStrength;
import java.util.List;

/// Processes a picture before the attacker gets it.
@FunctionalInterface
interface PictureTreatment {

    byte[] apply(byte[] jpeg, PictureBox face, NoiseKey key);

    /// Leaves the picture as it is.
    static PictureTreatment none() {
        return (jpeg, face, key) -> jpeg;
    }

    /// Veils it, with a box at the face.
    static PictureTreatment boxed(Veil veil, VeilStrength strength) {
        return (jpeg, face, key) -> veiled(veil, jpeg, new VeilRequest(strength, List.of(face), List.of(), key));
    }

    /// Veils it, with a box elsewhere: the camera missed the person.
    static PictureTreatment missed(Veil veil, VeilStrength strength) {
        var corner = new PictureBox(0, 0, 0.01, 0.01);
        return (jpeg, face, key) -> veiled(veil, jpeg, new VeilRequest(strength, List.of(corner), List.of(), key));
    }

    /// Veils a picture of nobody instead, to show the result of chance.
    static PictureTreatment nobody(Veil veil, VeilStrength strength) {
        byte[] empty = PrivacyScene.empty();
        return (jpeg, face, key) -> veiled(veil, empty, new VeilRequest(strength, List.of(face), List.of(), key));
    }

    private static byte[] veiled(Veil veil, byte[] jpeg, VeilRequest request) {
        return switch (veil.apply(jpeg, request)) {
            case VeilResult.Picture picture -> picture.thumbnail().jpeg();
            case VeilResult.Dropped(var dropReason) -> throw new IllegalStateException(dropReason.code());
        };
    }
}
