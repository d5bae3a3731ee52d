package io.frostglass.veil.jpeg;

import java.util.ArrayList;
import java.util.List;

/// A picture at a reduced scale. Components keep the lower resolution that they may have in the file.
///
/// @param width in samples, rounded up
/// @param height in samples, rounded up
/// @param scale eighths of the full size: 1, 2, 4 or 8
/// @param planes one per component
/// @param orientation how to turn it upright
public record ReducedPicture(
        int width, int height, int scale, ColourModel colour, List<SamplePlane> planes, Orientation orientation) {

    static ReducedPicture of(
            FrameHeader frame, ColourModel colour, ReducedTransform transform, Orientation orientation) {
        int scale = transform.size();
        double width = frame.width() * scale / 8.0;
        double height = frame.height() * scale / 8.0;
        var planes = new ArrayList<SamplePlane>();
        for (var component : frame.components()) {
            component.finish(transform);
            planes.add(new SamplePlane(
                    component.samples,
                    component.stride * scale,
                    width * component.across / frame.mostAcross(),
                    height * component.down / frame.mostDown()));
        }
        return new ReducedPicture((int) Math.ceil(width), (int) Math.ceil(height), scale, colour, planes, orientation);
    }

    @Override
    public String toString() {
        return "ReducedPicture[redacted]";
    }
}
