package io.frostglass.veil;

import java.awt.geom.Path2D;
import java.util.List;

/// Paints masks grey, before anything looks at the picture: each pixel that a mask touches, and a margin.
/// The margin is as wide as a sample of subsampled chroma at 1/8 can reach over a mask's edge.
final class MaskPainter {

    private static final int MARGIN = 2;

    private MaskPainter() {}

    static void paint(Frame frame, List<Mask> masks) {
        for (var mask : masks) {
            paint(frame, outline(mask));
        }
    }

    private static void paint(Frame frame, Path2D outline) {
        var bounds = outline.getBounds2D();
        int left = Math.clamp((int) Math.floor(bounds.getMinX()) - MARGIN, 0, Frame.SIDE);
        int right = Math.clamp((int) Math.ceil(bounds.getMaxX()) + MARGIN, 0, Frame.SIDE);
        int top = Math.clamp((int) Math.floor(bounds.getMinY()) - MARGIN, 0, Frame.SIDE);
        int bottom = Math.clamp((int) Math.ceil(bounds.getMaxY()) + MARGIN, 0, Frame.SIDE);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                if (outline.intersects(x - MARGIN, y - MARGIN, 2 * MARGIN + 1, 2 * MARGIN + 1)) {
                    frame.paintGrey(y * Frame.SIDE + x);
                }
            }
        }
    }

    private static Path2D outline(Mask mask) {
        var path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        var corners = mask.corners();
        path.moveTo(corners.getFirst().x() * Frame.SIDE, corners.getFirst().y() * Frame.SIDE);
        for (var corner : corners.subList(1, corners.size())) {
            path.lineTo(corner.x() * Frame.SIDE, corner.y() * Frame.SIDE);
        }
        path.closePath();
        return path;
    }
}
