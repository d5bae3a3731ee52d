package io.frostglass.veil;

import java.util.List;

/// How to veil one picture.
///
/// @param boxes where something moved. They and their surroundings are veiled at full strength, the rest less;
///     without boxes, all of the picture is veiled at full strength
/// @param masks regions that appear neither in the thumbnail nor in the hash
/// @param noiseKey the same for all pictures of a visit to a camera
public record VeilRequest(VeilStrength strength, List<PictureBox> boxes, List<Mask> masks, NoiseKey noiseKey) {

    public VeilRequest {
        boxes = List.copyOf(boxes);
        masks = List.copyOf(masks);
    }

    public static VeilRequest of(VeilStrength strength, NoiseKey noiseKey) {
        return new VeilRequest(strength, List.of(), List.of(), noiseKey);
    }
}
