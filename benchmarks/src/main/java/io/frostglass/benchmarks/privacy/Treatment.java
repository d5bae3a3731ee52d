package io.frostglass.benchmarks.privacy;

import io.frostglass.veil.Box;
import io.frostglass.veil.NoiseKey;
import io.frostglass.veil.Strength;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilRequest;
import io.frostglass.veil.Veiled;
import java.util.List;

/// What is done to a picture before the attacker gets it.
@FunctionalInterface
interface Treatment {

    byte[] apply(byte[] jpeg, Box face, NoiseKey key);

    /// Nothing.
    static Treatment none() {
        return (jpeg, face, key) -> jpeg;
    }

    /// The veil, with a box where the face is.
    static Treatment boxed(Veil veil, Strength strength) {
        return (jpeg, face, key) -> veiled(veil, jpeg, new VeilRequest(strength, List.of(face), List.of(), key));
    }

    /// The veil, with a box elsewhere: the camera missed the person.
    static Treatment missed(Veil veil, Strength strength) {
        var corner = new Box(0, 0, 0.01, 0.01);
        return (jpeg, face, key) -> veiled(veil, jpeg, new VeilRequest(strength, List.of(corner), List.of(), key));
    }

    /// The veil over a picture of nobody, whoever was in the original: what chance looks like here.
    static Treatment nobody(Veil veil, Strength strength) {
        byte[] empty = Scene.empty();
        return (jpeg, face, key) -> veiled(veil, empty, new VeilRequest(strength, List.of(face), List.of(), key));
    }

    private static byte[] veiled(Veil veil, byte[] jpeg, VeilRequest request) {
        return switch (veil.apply(jpeg, request)) {
            case Veiled.Picture picture -> picture.thumbnail().jpeg();
            case Veiled.Dropped(var reason) -> throw new IllegalStateException(reason.code());
        };
    }
}
