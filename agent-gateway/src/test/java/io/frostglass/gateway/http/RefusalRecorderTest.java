package io.frostglass.gateway.http;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RefusalRecorderTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final RefusalRecorder refusalRecorder = new RefusalRecorder(2, metrics);
    private final List<String> written = new CopyOnWriteArrayList<>();

    private double lost() {
        return metrics.counter("frostglass.gateway.refusals.unrecorded").count();
    }

    @Test
    void countsTheRecordsForWhichItHasNoRoom() throws Exception {
        // Given
        var busy = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        refusalRecorder.add(() -> {
            busy.countDown();
            await(end);
            written.add("first");
        });
        busy.await();

        // When
        for (String record : List.of("second", "third", "fourth", "fifth")) {
            refusalRecorder.add(() -> written.add(record));
        }

        // Then
        assertThat(lost()).isEqualTo(2);

        // When
        end.countDown();
        refusalRecorder.close();

        // Then
        assertThat(written).containsExactly("first", "second", "third");
        assertThat(lost()).isEqualTo(2);
    }

    @Test
    void goesOnAfterARecordThatFails() {
        // When
        refusalRecorder.add(() -> {
            throw new IllegalStateException("a fault");
        });
        refusalRecorder.add(() -> written.add("next"));

        // Then
        eventually("the next record is written", () -> written, it -> it.contains("next"));
        assertThat(lost()).isEqualTo(1);
        refusalRecorder.close();
    }

    @Test
    void countsARecordThatComesAfterItsEnd() {
        refusalRecorder.close();

        refusalRecorder.add(() -> written.add("late"));

        assertThat(written).isEmpty();
        assertThat(lost()).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
