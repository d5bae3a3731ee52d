package io.frostglass.veil;

import java.awt.geom.Path2D;
import java.util.List;

/// Paints masks grey before any other step: each pixel that a mask touches, and a margin. A sample of subsampled
/// chroma at 1/8 can reach that far over the edge of a mask.
final class MaskPainter {

    private static final int MARGIN = 2;

    private MaskPainter() {}

    static void paint(PixelFrame frame, List<Mask> masks) {
        for (var mask : masks) {
            paint(frame, outline(mask));
        }
    }

    private static void paint(PixelFrame frame, Path2D outline) {
        var bounds = outline.getBounds2D();
        int left = Math.clamp((int) Math.floor(bounds.getMinX()) - MARGIN, 0, PixelFrame.SIDE);
        int right = Math.clamp((int) Math.ceil(bounds.getMaxX()) + MARGIN, 0, PixelFrame.SIDE);
        int top = Math.clamp((int) Math.floor(bounds.getMinY()) - MARGIN, 0, PixelFrame.SIDE);
        int bottom = Math.clamp((int) Math.ceil(bounds.getMaxY()) + MARGIN, 0, PixelFrame.SIDE);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                if (outline.intersects(x - MARGIN, y - MARGIN, 2 * MARGIN + 1, 2 * MARGIN + 1)) {
                    frame.paintGrey(y * PixelFrame.SIDE + x);
                }
            }
        }
    }

    private static Path2D outline(Mask mask) {
        var path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        var corners = mask.corners();
        path.moveTo(corners.getFirst().x() * PixelFrame.SIDE, corners.getFirst().y() * PixelFrame.SIDE);
        for (var corner : corners.subList(1, corners.size())) {
            path.lineTo(corner.x() * PixelFrame.SIDE, corner.y() * PixelFrame.SIDE);
        }
        path.closePath();
        return path;
    }
}
