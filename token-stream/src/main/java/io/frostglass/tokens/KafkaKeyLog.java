package io.frostglass.tokens;

import java.time.Instant;
import java.util.Optional;

/// On the topics of keys and rotations.
record KafkaKeyLog(KeyPublisher publisher, PublishedKeys published) implements KeyLog {

    @Override
    public void write(KeyChange change) {
        publisher.write(change);
    }

    @Override
    public Optional<Instant> shownUntil(String kid) {
        return published.shownUntil(kid);
    }

    @Override
    public Optional<Instant> rotationRequested() {
        return published.rotationRequested();
    }
}
