package io.frostglass.veil.jpeg;

/// Makes pixels of a reduced picture: chroma is interpolated to the resolution of luma.
final class Pixels {

    private final ReducedPicture picture;

    Pixels(ReducedPicture picture) {
        this.picture = picture;
    }

    Raster luma() {
        int[] samples = new int[picture.width() * picture.height()];
        for (int i = 0; i < samples.length; i++) {
            int x = i % picture.width();
            int y = i / picture.width();
            samples[i] = switch (picture.colour()) {
                case GREY, YCC -> plane(0, x, y);
                case RGB -> grey(plane(0, x, y), plane(1, x, y), plane(2, x, y));
                default -> grey(rgb(x, y));
            };
        }
        return new Raster(picture.width(), picture.height(), 1, samples);
    }

    Raster rgb() {
        int[] samples = new int[picture.width() * picture.height() * 3];
        for (int i = 0; i < samples.length; i += 3) {
            int[] rgb = rgb(i / 3 % picture.width(), i / 3 / picture.width());
            System.arraycopy(rgb, 0, samples, i, 3);
        }
        return new Raster(picture.width(), picture.height(), 3, samples);
    }

    private int[] rgb(int x, int y) {
        return switch (picture.colour()) {
            case GREY -> new int[] {plane(0, x, y), plane(0, x, y), plane(0, x, y)};
            case RGB -> new int[] {plane(0, x, y), plane(1, x, y), plane(2, x, y)};
            case YCC -> ycc(plane(0, x, y), plane(1, x, y), plane(2, x, y));
            case CMYK -> inks(255 - plane(0, x, y), 255 - plane(1, x, y), 255 - plane(2, x, y), 255 - plane(3, x, y));
            case INVERTED_CMYK -> inks(plane(0, x, y), plane(1, x, y), plane(2, x, y), plane(3, x, y));
            case YCCK -> {
                int[] inks = ycc(plane(0, x, y), plane(1, x, y), plane(2, x, y));
                yield inks(255 - inks[0], 255 - inks[1], 255 - inks[2], plane(3, x, y));
            }
        };
    }

    private static int grey(int... rgb) {
        return (int) Math.round(0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]);
    }

    private static int[] ycc(int y, int cb, int cr) {
        return new int[] {
            limit(y + 1.402 * (cr - 128)),
            limit(y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128)),
            limit(y + 1.772 * (cb - 128))
        };
    }

    private static int[] inks(int c, int m, int y, int k) {
        return new int[] {c * k / 255, m * k / 255, y * k / 255};
    }

    private static int limit(double value) {
        return Math.clamp(Math.round(value), 0, 255);
    }

    private int plane(int index, int x, int y) {
        var samplePlane = picture.planes().get(index);
        double fullWidth = picture.planes().getFirst().width();
        double fullHeight = picture.planes().getFirst().height();
        double column = (x + 0.5) * samplePlane.width() / fullWidth - 0.5;
        double row = (y + 0.5) * samplePlane.height() / fullHeight - 0.5;
        int left = (int) Math.floor(column);
        int top = (int) Math.floor(row);
        double right = column - left;
        double below = row - top;
        return (int) Math.round((samplePlane.at(left, top) * (1 - right) + samplePlane.at(left + 1, top) * right)
                        * (1 - below)
                + (samplePlane.at(left, top + 1) * (1 - right) + samplePlane.at(left + 1, top + 1) * right) * below);
    }
}
