package io.frostglass.benchmarks.privacy;

import io.frostglass.veil.NoiseKey;
import io.frostglass.veil.PictureBox;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilRequest;
import io.frostglass.veil.VeilResult;
import io.frostglass.veil.VeilStrength;
import java.util.List;

/// What is done to a picture before the attacker gets it.
@FunctionalInterface
interface PictureTreatment {

    byte[] apply(byte[] jpeg, PictureBox face, NoiseKey key);

    /// Nothing.
    static PictureTreatment none() {
        return (jpeg, face, key) -> jpeg;
    }

    /// The veil, with a box where the face is.
    static PictureTreatment boxed(Veil veil, VeilStrength veilStrength) {
        return (jpeg, face, key) -> veiled(veil, jpeg, new VeilRequest(veilStrength, List.of(face), List.of(), key));
    }

    /// The veil, with a box elsewhere: the camera missed the person.
    static PictureTreatment missed(Veil veil, VeilStrength veilStrength) {
        var corner = new PictureBox(0, 0, 0.01, 0.01);
        return (jpeg, face, key) -> veiled(veil, jpeg, new VeilRequest(veilStrength, List.of(corner), List.of(), key));
    }

    /// The veil over a picture of nobody, whoever was in the original: what chance looks like here.
    static PictureTreatment nobody(Veil veil, VeilStrength veilStrength) {
        byte[] empty = PrivacyScene.empty();
        return (jpeg, face, key) -> veiled(veil, empty, new VeilRequest(veilStrength, List.of(face), List.of(), key));
    }

    private static byte[] veiled(Veil veil, byte[] jpeg, VeilRequest request) {
        return switch (veil.apply(jpeg, request)) {
            case VeilResult.Picture picture -> picture.thumbnail().jpeg();
            case VeilResult.Dropped(var dropReason) -> throw new IllegalStateException(dropReason.code());
        };
    }
}
