package io.frostglass.benchmarks.pipeline;

import io.frostglass.standalone.camera.CameraShot;
import io.frostglass.standalone.camera.FolderCamera;
import io.frostglass.standalone.camera.RecordedCamera;
import io.frostglass.standalone.camera.SimulatedCamera;
import io.frostglass.standalone.load.CameraAccounts;
import io.frostglass.standalone.load.TrafficGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// The cameras of a bench: their pictures are there before it begins, and weighed as they are sent.
final class BenchCameras {

    private static final int SHOTS_OF_A_REEL = 10;

    private final LongAdder bytes = new LongAdder();
    private final List<TrafficGenerator.Source> sources;

    /// @param sites the sites file with the cameras
    /// @param media a folder whose JPEGs are sent, or one JPEG, instead of drawn scenes
    BenchCameras(Path sites, Optional<Path> media) throws IOException {
        var accounts = CameraAccounts.of(sites);
        List<TrafficGenerator.Source> all = media.isPresent()
                ? TrafficGenerator.Source.of(accounts, FolderCamera.open(media.get()))
                : TrafficGenerator.Source.drawn(accounts).stream()
                        .map(source -> new TrafficGenerator.Source(
                                source.account(), RecordedCamera.of(source.simulatedCamera(), SHOTS_OF_A_REEL)))
                        .toList();
        this.sources = all.stream()
                .map(source -> new TrafficGenerator.Source(source.account(), weighed(source.simulatedCamera())))
                .toList();
    }

    List<TrafficGenerator.Source> sources() {
        return sources;
    }

    /// Bytes of all pictures sent since this was asked last.
    long takeBytes() {
        return bytes.sumThenReset();
    }

    private SimulatedCamera weighed(SimulatedCamera simulatedCamera) {
        return at -> {
            CameraShot cameraShot = simulatedCamera.take(at);
            bytes.add(cameraShot.jpeg().length);
            return cameraShot;
        };
    }
}
