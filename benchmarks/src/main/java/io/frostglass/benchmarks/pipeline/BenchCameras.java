package io.frostglass.benchmarks.pipeline;

import io.frostglass.standalone.camera.CameraShot;
import io.frostglass.standalone.camera.FolderCamera;
import io.frostglass.standalone.camera.SimulatedCamera;
import io.frostglass.standalone.load.CameraAccounts;
import io.frostglass.standalone.load.TrafficGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// The cameras of a bench. They take their pictures before it begins, and count the bytes that they send.
final class BenchCameras {

    private static final int SHOTS = 10;

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
                                source.account(), source.camera().recorded(SHOTS)))
                        .toList();
        this.sources = all.stream()
                .map(source -> new TrafficGenerator.Source(source.account(), counted(source.camera())))
                .toList();
    }

    List<TrafficGenerator.Source> sources() {
        return sources;
    }

    /// Returns the bytes of the pictures sent since the last call.
    long takeBytes() {
        return bytes.sumThenReset();
    }

    private SimulatedCamera counted(SimulatedCamera camera) {
        return at -> {
            CameraShot shot = camera.take(at);
            bytes.add(shot.jpeg().length);
            return shot;
        };
    }
}
