package io.frostglass.veil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.frostglass.veil.background.BackgroundModel;
import io.frostglass.veil.background.FigureKind;
import io.frostglass.veil.jpeg.Drawn;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackgroundTest {

    private final DrawnPlace place = new DrawnPlace(1);

    @Test
    void showsNothingOfAPlaceBeforeItHasComeBack() {
        // Given
        place.empty();
        place.empty();

        // When
        var picture = place.empty();

        // Then
        assertThat(picture.report().kind()).isEqualTo(VeilKind.NOISE);
        assertThat(picture.report().figures()).isEmpty();
    }

    @Test
    void showsAnEmptyPlaceAsEmpty() {
        // When
        var report = place.known().empty().report();

        // Then
        assertThat(report.kind()).isEqualTo(VeilKind.SILHOUETTES);
        assertThat(report.figures()).hasValue(0);
        assertThat(report.moved()).hasValue(0);
    }

    @Test
    void countsFiguresThatStandApart() {
        // Given
        place.known();

        // When
        var report = place.see(graphics -> {
                    graphics.setColor(Color.RED);
                    graphics.fillRect(100, 100, 50, 180);
                    graphics.fillRect(250, 100, 50, 180);
                    graphics.fillRect(450, 100, 50, 180);
                })
                .report();

        // Then
        assertThat(report.figures()).hasValue(3);
        assertThat(report.moved().orElseThrow()).isBetween(0.08, 0.2);
    }

    @Test
    void showsSomebodyFaintAndAPointWide() {
        // Given
        place.known();

        // When
        var report = place.see(graphics -> {
                    graphics.setColor(new Color(0, 0, 0, 60));
                    graphics.fillRect(320, 200, 14, 70);
                })
                .report();

        // Then
        assertThat(report.figures()).hasValue(1);
    }

    @Test
    void showsAWideFigureWide() throws IOException {
        // When
        var picture = read(place.known().see(graphics -> {
            graphics.setColor(Color.BLACK);
            graphics.fillRect(280, 150, 100, 40);
        }));

        // Then
        int figure = new Color(picture.getRGB(66, 60)).getGreen();
        assertThat(new Color(picture.getRGB(58, 60)).getGreen()).isCloseTo(figure, within(12));
        assertThat(new Color(picture.getRGB(66, 48)).getGreen()).isNotCloseTo(figure, within(30));
    }

    @Test
    void showsNothingOfWhatIsInsideAnOutline() throws IOException {
        // Given
        var other = new DrawnPlace(1).known();

        // When
        var black = read(place.known().figure(200, Color.BLACK));
        var bright = read(other.figure(200, new Color(255, 0, 255)));

        // Then
        for (int y = 45; y < 95; y++) {
            for (int x = 44; x < 48; x++) {
                assertThat(new Color(black.getRGB(x, y)).getGreen())
                        .isCloseTo(new Color(bright.getRGB(x, y)).getGreen(), within(8));
            }
        }
    }

    @Test
    @SuppressWarnings("NullAway") // Stands for a bug.
    void veilsWithoutABackgroundAfterAFaultOfIt() {
        // Given
        place.known();
        byte[] file = Drawn.of(place.picture(_ -> {})).jpeg();
        var request = new VeilRequest(VeilStrength.STANDARD, List.of(), List.of(), DrawnPlace.KEY);

        // When
        var result = Veil.standard().apply(file, request, new VeilScene(place.model, Set.of(), null));

        // Then
        assertThat(((VeilResult.Picture) result).thumbnail())
                .isEqualTo(((VeilResult.Picture) Veil.standard().apply(file, request)).thumbnail());
        assertThat(place.model.isFaulty()).isTrue();
    }

    @Test
    void knowsAPlaceAfterTwoReferencePictures() {
        // Given
        place.reference(0);

        // When
        place.reference(600);

        // Then
        assertThat(place.model.known()).isGreaterThan(0.95);
        assertThat(place.figure(200, Color.BLACK).report().figures()).hasValue(1);
    }

    @Test
    void takesReferencePicturesInARowForOneVisit() {
        // When
        for (int i = 0; i < 5; i++) {
            place.reference(i);
        }

        // Then
        assertThat(place.model.known()).isZero();
    }

    @Test
    void learnsAnewFromAReferencePictureOfAnotherPlace() {
        // Given
        place.known();

        // When
        place.reference(place.elsewhere(), 600);

        // Then
        assertThat(place.model.knownByDay()).hasValue(0);
    }

    @Test
    void paintsAPersonInVermilionAndAVehicleInBlue() throws IOException {
        // Given
        place.known().kinds = Set.of(FigureKind.PERSON);

        // When
        var person = middle(place.figure(290, Color.BLACK));
        place.kinds = Set.of(FigureKind.VEHICLE);
        var vehicle = middle(place.figure(290, Color.BLACK));

        // Then
        assertThat(person.getRed()).isGreaterThan(person.getBlue() + 80);
        assertThat(vehicle.getBlue()).isGreaterThan(vehicle.getRed() + 80);
    }

    @Test
    void paintsRoughBoxesUnderHeavy() {
        // Given
        place.known().strength = VeilStrength.HEAVY;
        var narrow = place.figure(200, Color.BLACK);

        // When
        var wide = place.see(graphics -> {
            graphics.setColor(Color.BLACK);
            graphics.fillRect(198, 62, 62, 236);
        });

        // Then
        assertThat(narrow.report().kind()).isEqualTo(VeilKind.BOXES);
        assertThat(narrow.thumbnail()).isEqualTo(wide.thumbnail());
    }

    @Test
    void neverLearnsSomebodyWhoStaysInOneVisit() {
        // Given
        place.known();

        // When
        for (int second = 0; second < 100; second++) {
            place.figure(200, Color.BLACK);
        }

        // Then
        assertThat(place.figure(200, Color.BLACK).report().figures()).hasValue(1);
    }

    @Test
    void givesNoSecondVoteToSomebodyWhoStaysWhileTheLatestPicturesAreLost() {
        // Given
        place.known();
        for (int minute = 0; minute < 5; minute++) {
            place.figure(200, Color.BLACK);
            place.now = place.now.plusSeconds(60);
        }
        byte[] stored = place.model.write();

        // When
        for (int restart = 0; restart < 5; restart++) {
            place.now = place.now.plus(Duration.ofMinutes(30));
            place.model = BackgroundModel.read(stored);
            place.model.resume(place.now);
            place.figure(200, Color.BLACK);
            stored = place.model.write();
        }

        // Then
        assertThat(place.figure(200, Color.BLACK).report().figures()).hasValue(1);
        assertThat(place.empty().report().figures()).hasValue(0);
    }

    @Test
    void takesAParkedCarForBackgroundAfterADay() {
        // Given
        place.known();
        for (int hour = 0; hour < 12; hour++) {
            place.empty();
            place.now = place.now.plus(Duration.ofHours(1));
        }

        // When
        int hours = 0;
        while (place.figure(200, Color.BLACK).report().figures().orElse(1) > 0 && hours < 200) {
            place.now = place.now.plus(Duration.ofHours(1));
            hours++;
        }

        // Then
        assertThat(hours).isBetween(12, 60);
    }

    @Tag("slow")
    @Test
    void doesNotLearnSomebodyWhoSitsThereByDayAndGoesAtNight() {
        // Given
        place.known();
        for (int hour = 0; hour < 12; hour++) {
            place.empty();
            place.now = place.now.plus(Duration.ofHours(1));
        }

        // When
        for (int hour = 0; hour < 10 * 24; hour++) {
            if (hour % 24 < 8) {
                place.figure(200, Color.BLACK);
            } else {
                place.empty();
            }
            place.now = place.now.plus(Duration.ofHours(1));
        }

        // Then
        assertThat(place.figure(200, Color.BLACK).report().figures()).hasValue(1);
    }

    @Test
    void doesNotLearnSomebodyWhoSitsForHoursBeforeANewCamera() {
        // When
        for (int hour = 0; hour < 8; hour++) {
            place.figure(200, Color.BLACK);
            place.now = place.now.plus(Duration.ofHours(1));
        }

        // Then
        assertThat(place.model.known()).isZero();
    }

    @Test
    void learnsNothingAroundSomebodyWhoSitsBeforeANewCameraAndMoves() {
        // When
        for (int hour = 0; hour < 8; hour++) {
            int move = hour % 2 * 12;
            place.see(graphics -> {
                graphics.setColor(Color.BLACK);
                graphics.fillOval(215 + move, 60, 30, 50);
                graphics.fillRect(200, 110, 60, 100);
            });
            place.now = place.now.plus(Duration.ofHours(1));
        }

        // Then
        assertThat(place.model.known()).isBetween(0.5, 0.9);
    }

    @Test
    void learnsAPlaceInWhichNothingMovesAfterHalfADay() {
        // When
        for (int hour = 0; hour < 14; hour++) {
            place.empty();
            place.now = place.now.plus(Duration.ofHours(1));
        }

        // Then
        assertThat(place.model.known()).isGreaterThan(0.95);
    }

    @Test
    void doesNotLearnWhereACameraSeesPeople() {
        // Given
        place.boxes = List.of(new PictureBox(0.25, 0, 0.3, 1));
        place.kinds = Set.of(FigureKind.PERSON);
        for (int visit = 0; visit < 6; visit++) {
            place.figure(200, Color.BLACK);
            place.now = place.now.plus(Duration.ofHours(1));
        }

        // When
        double known = place.model.known();

        // Then
        assertThat(known).isBetween(0.4, 0.72);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.4, 0.7, 1.3})
    void doesNotTakeLightForAFigure(double gain) {
        // Given
        place.known();

        // When
        var report = place.see(DrawnPlace.lit(place.picture(_ -> {}), gain)).report();

        // Then
        assertThat(report.kind()).isEqualTo(VeilKind.SILHOUETTES);
        assertThat(report.figures()).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.3, 1.5, 1.7, 1.9})
    void doesNotTakeWhatIsOverexposedForAFigure(double gain) {
        // Given
        place.knownWithAnOrangeFloor();

        // When
        var report = place.see(DrawnPlace.lit(place.withAnOrangeFloor(_ -> {}), gain))
                .report();

        // Then
        assertThat(report.kind()).isEqualTo(VeilKind.SILHOUETTES);
        assertThat(report.figures()).hasValue(0);
    }

    @Test
    void showsSomebodyInAnOverexposedPicture() {
        // Given
        place.knownWithAnOrangeFloor();

        // When
        var report = place.see(DrawnPlace.lit(
                        place.withAnOrangeFloor(graphics -> {
                            graphics.setColor(Color.BLACK);
                            graphics.fillRect(300, 100, 60, 180);
                        }),
                        1.7))
                .report();

        // Then
        assertThat(report.figures()).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.4, 0.7, 1.6})
    void doesNotTakePalerOrStrongerColoursForAFigure(double saturation) {
        // Given
        place.knownWithAnOrangeFloor();

        // When
        var report = place.see(DrawnPlace.saturated(place.withAnOrangeFloor(_ -> {}), saturation))
                .report();

        // Then
        assertThat(report.kind()).isEqualTo(VeilKind.SILHOUETTES);
        assertThat(report.figures()).hasValue(0);
    }

    @Test
    void doesNotTakeTheBandsOfLampsThatFlickerForFigures() {
        // Given
        place.known();

        for (double phase = 0; phase < 6; phase += 1.5) {
            // When
            var report =
                    place.see(DrawnPlace.banded(place.picture(_ -> {}), phase)).report();

            // Then
            assertThat(report.kind()).isEqualTo(VeilKind.SILHOUETTES);
            assertThat(report.figures()).hasValue(0);
        }
    }

    @Test
    void showsSomebodyInTheBandsOfLampsThatFlicker() {
        // Given
        place.known();

        // When
        var report = place.see(DrawnPlace.banded(
                        place.picture(graphics -> {
                            graphics.setColor(Color.DARK_GRAY);
                            graphics.fillRect(300, 100, 60, 180);
                        }),
                        1))
                .report();

        // Then
        assertThat(report.figures()).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.8, 1.2, 1.6})
    void doesNotTakeAnotherWhiteBalanceOfAColouredPlaceForAFigure(double gain) {
        // Given
        place.knownWithAnOrangeFloor();

        // When
        var report = place.see(DrawnPlace.coloured(place.withAnOrangeFloor(_ -> {}), gain))
                .report();

        // Then
        assertThat(report.kind()).isEqualTo(VeilKind.SILHOUETTES);
        assertThat(report.figures()).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.8, 1.2})
    void doesNotTakeAnotherWhiteBalanceForAFigure(double gain) {
        // Given
        place.known();

        // When
        var report =
                place.see(DrawnPlace.coloured(place.picture(_ -> {}), gain)).report();

        // Then
        assertThat(report.kind()).isEqualTo(VeilKind.SILHOUETTES);
        assertThat(report.figures()).hasValue(0);
    }

    @Test
    void doesNotTakeTheShadowsOfCloudsForFigures() {
        // Given
        place.known();

        // When
        var report = place.see(DrawnPlace.clouded(place.picture(_ -> {}))).report();

        // Then
        assertThat(report.kind()).isEqualTo(VeilKind.SILHOUETTES);
        assertThat(report.figures()).hasValue(0);
    }

    @Test
    void showsSomebodyInTheShadowOfACloud() {
        // Given
        place.known();

        // When
        var report = place.see(DrawnPlace.clouded(place.picture(graphics -> {
                    graphics.setColor(Color.RED);
                    graphics.fillRect(140, 80, 50, 180);
                })))
                .report();

        // Then
        assertThat(report.figures()).hasValue(1);
    }

    @Test
    void doesNotTakeAFleckForAFigureWhereTheFloorIsSeenInIt() {
        // Given
        place.known();

        // When
        var report = place.see(DrawnPlace.flecked(place.picture(_ -> {}))).report();

        // Then
        assertThat(report.figures()).hasValue(0);
    }

    @Test
    void showsSomebodyInAFleck() {
        // Given
        place.known();

        // When
        var report = place.see(DrawnPlace.flecked(place.picture(graphics -> {
                    graphics.setColor(new Color(120, 110, 100));
                    graphics.fillRect(400, 200, 45, 145);
                })))
                .report();

        // Then
        assertThat(report.figures().orElse(0)).isPositive();
    }

    @Test
    void showsSomethingOfTheBrightnessOfAFleckThatCoversTheFloor() {
        // Given
        place.known();

        // When
        var report = place.see(graphics -> {
                    graphics.setColor(new Color(190, 185, 175));
                    graphics.fillRect(331, 291, 188, 58);
                })
                .report();

        // Then
        assertThat(report.figures()).hasValue(1);
    }

    @Test
    void doesNotTakeFogForFigures() {
        // Given
        place.known();

        // When
        var report = place.see(DrawnPlace.foggy(place.picture(_ -> {}))).report();

        // Then
        assertThat(report.kind()).isEqualTo(VeilKind.SILHOUETTES);
        assertThat(report.figures()).hasValue(0);
    }

    @Test
    void showsSomebodyInFog() {
        // Given
        place.known();

        // When
        var report = place.see(DrawnPlace.foggy(place.picture(graphics -> {
                    graphics.setColor(Color.BLACK);
                    graphics.fillRect(300, 100, 60, 180);
                })))
                .report();

        // Then
        assertThat(report.figures()).hasValue(1);
    }

    @Test
    void learnsThePlaceWhereSomebodyStoodInTheFirstPicture() {
        // Given
        place.figure(200, Color.BLACK);
        for (int second = 0; second < 3; second++) {
            place.empty();
        }

        // When
        for (int visit = 0; visit < 2; visit++) {
            place.figure(400, Color.BLACK);
            place.empty();
        }

        // Then
        assertThat(place.model.known()).isGreaterThan(0.95);
        assertThat(place.empty().report().figures()).hasValue(0);
        assertThat(place.figure(200, Color.BLACK).report().figures()).hasValue(1);
    }

    @Test
    void doesNotTakeAShakenMastForAFigure() {
        // Given
        place.known();
        var still = place.picture(_ -> {});
        var shaken = place.picture(graphics -> graphics.drawImage(still, 8, -5, null));

        // When
        var report = place.see(shaken).report();

        // Then
        assertThat(report.figures()).hasValue(0);
    }

    @Test
    void learnsInfraRedAsAnotherBackground() {
        // Given
        place.known();
        var night = DrawnPlace.grey(place.picture(_ -> {}));

        // When
        var first = place.see(night).report();
        for (int visit = 0; visit < 2; visit++) {
            place.visit(night);
        }

        // Then
        assertThat(first.kind()).isEqualTo(VeilKind.NOISE);
        assertThat(place.see(night).report().kind()).isEqualTo(VeilKind.SILHOUETTES);
        assertThat(place.empty().report().kind()).isEqualTo(VeilKind.SILHOUETTES);
        assertThat(place.model.write().length).isLessThanOrEqualTo(BackgroundModel.MAX_BYTES);
    }

    @Test
    void learnsAnewAfterACameraWasTurned() {
        // Given
        place.known();
        var elsewhere = place.elsewhere();
        var first = place.see(elsewhere).report();

        // When
        for (int picture = 0; picture < 5; picture++) {
            place.see(elsewhere);
        }
        for (int visit = 0; visit < 2; visit++) {
            place.visit(elsewhere);
        }

        // Then
        assertThat(first.kind()).isEqualTo(VeilKind.NOISE);
        assertThat(place.see(elsewhere).report().figures()).hasValue(0);
    }

    @Test
    void goesOnFromWhatWasWritten() {
        // Given
        var other = new DrawnPlace(1).known();
        byte[] written = place.known().model.write();

        // When
        place.model = BackgroundModel.read(written);

        // Then
        assertThat(place.model.write()).isEqualTo(written);
        assertThat(place.figure(200, Color.RED)).isEqualTo(other.figure(200, Color.RED));
        assertThat(place.model.write()).isEqualTo(other.model.write());
    }

    @Test
    void isWorthStoringWhenItHasLearntAndNotForEachPicture() {
        // Given
        boolean fresh = place.model.changedEnough();
        place.known();
        boolean learnt = place.model.changedEnough();
        place.empty();
        place.model.write();

        // When
        place.figure(200, Color.BLACK);

        // Then
        assertThat(fresh).isFalse();
        assertThat(learnt).isTrue();
        assertThat(place.model.changedEnough()).isFalse();
    }

    @Test
    void refusesBytesThatAreNoModel() {
        // Given
        byte[] written = place.known().model.write();
        byte[] newer = written.clone();
        newer[0]++;

        // Then
        assertThatThrownBy(() -> BackgroundModel.read(newer)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BackgroundModel.read(Arrays.copyOf(written, written.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BackgroundModel.read(Arrays.copyOf(written, written.length + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Nothing of a picture may pass but outlines: somebody's brightness must not dim the place around.
    @Test
    void showsThePlaceAlikeWhateverIsInThePicture() throws IOException {
        // Given
        place.known();

        // When
        var empty = read(place.empty());
        var dark = read(place.see(graphics -> {
            graphics.setColor(Color.BLACK);
            graphics.fillRect(0, 0, 250, 360);
        }));

        // Then
        for (int y = 0; y < 128; y++) {
            var seen = new Color(dark.getRGB(110, y));
            assertThat(seen.getGreen()).isCloseTo(new Color(empty.getRGB(110, y)).getGreen(), within(3));
        }
    }

    private static Color middle(VeilResult.Picture picture) throws IOException {
        return new Color(read(picture).getRGB(64, 64));
    }

    private static BufferedImage read(VeilResult.Picture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.thumbnail().jpeg()));
    }
}
