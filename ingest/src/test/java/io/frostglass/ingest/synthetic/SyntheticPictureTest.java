package io.frostglass.ingest.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.synthetic.SyntheticSteps;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SyntheticPictureTest {

    @Test
    void isAJpegWithTheCommentThatMustNotLeaveTheZone() throws IOException {
        SyntheticPicture picture = SyntheticPicture.draw(0);

        var image = ImageIO.read(new ByteArrayInputStream(picture.jpeg()));
        assertThat(image.getWidth()).isEqualTo(1280);
        assertThat(new String(picture.jpeg(), StandardCharsets.ISO_8859_1)).contains(SyntheticSteps.PICTURE_COMMENT);
    }

    @Test
    void hasTheFigureWhereItsBoxIs() throws IOException {
        for (int number = 0; number < 9; number++) {
            SyntheticPicture picture = SyntheticPicture.draw(number);
            var image = ImageIO.read(new ByteArrayInputStream(picture.jpeg()));
            int x = (int) ((picture.left() + SyntheticPicture.BOX_WIDTH / 2) * image.getWidth());
            int y = (int) ((SyntheticPicture.BOX_TOP + SyntheticPicture.BOX_HEIGHT / 2) * image.getHeight());

            // Red, and nothing else of the picture is.
            int rgb = image.getRGB(x, y);
            assertThat((rgb >> 16 & 255) - (rgb & 255)).as("number %d", number).isGreaterThan(50);
            assertThat(picture.left() + SyntheticPicture.BOX_WIDTH).isLessThan(1);
        }
    }
}
