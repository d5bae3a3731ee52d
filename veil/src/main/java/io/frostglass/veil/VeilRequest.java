package io.frostglass.veil;

import java.util.List;

/// How one picture is to be veiled.
///
/// @param veilStrength of the veil
/// @param boxes where something moved. With boxes, the full strength is kept for them and their surroundings and
///     the rest is veiled less; without any, the whole picture is veiled at full strength
/// @param masks regions that appear neither in the thumbnail nor in the hash
/// @param noiseKey the same for all pictures of one visit to one camera, see [NoiseKey]
public record VeilRequest(VeilStrength veilStrength, List<PictureBox> boxes, List<Mask> masks, NoiseKey noiseKey) {

    public VeilRequest {
        boxes = List.copyOf(boxes);
        masks = List.copyOf(masks);
    }

    public static VeilRequest of(VeilStrength veilStrength, NoiseKey noiseKey) {
        return new VeilRequest(veilStrength, List.of(), List.of(), noiseKey);
    }
}
