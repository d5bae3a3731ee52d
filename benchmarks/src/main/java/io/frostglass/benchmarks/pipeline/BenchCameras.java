package io.frostglass.benchmarks.pipeline;

import io.frostglass.standalone.camera.Camera;
import io.frostglass.standalone.camera.FolderCamera;
import io.frostglass.standalone.camera.Reel;
import io.frostglass.standalone.camera.Shot;
import io.frostglass.standalone.load.Accounts;
import io.frostglass.standalone.load.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// The cameras of a bench: their pictures are there before it begins, and weighed as they are sent.
final class BenchCameras {

    private static final int SHOTS_OF_A_REEL = 10;

    private final LongAdder bytes = new LongAdder();
    private final List<Traffic.Source> sources;

    /// @param sites the sites file with the cameras
    /// @param media a folder whose JPEGs are sent, or one JPEG, instead of drawn scenes
    BenchCameras(Path sites, Optional<Path> media) throws IOException {
        var accounts = Accounts.of(sites);
        List<Traffic.Source> all = media.isPresent()
                ? Traffic.Source.of(accounts, FolderCamera.open(media.get()))
                : Traffic.Source.drawn(accounts).stream()
                        .map(source -> new Traffic.Source(source.account(), Reel.of(source.camera(), SHOTS_OF_A_REEL)))
                        .toList();
        this.sources = all.stream()
                .map(source -> new Traffic.Source(source.account(), weighed(source.camera())))
                .toList();
    }

    List<Traffic.Source> sources() {
        return sources;
    }

    /// Bytes of all pictures sent since this was asked last.
    long takeBytes() {
        return bytes.sumThenReset();
    }

    private Camera weighed(Camera camera) {
        return at -> {
            Shot shot = camera.take(at);
            bytes.add(shot.jpeg().length);
            return shot;
        };
    }
}
