package io.frostglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProgressWatchdogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(ProgressWatchdog.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final ProgressWatchdog watchdog = new ProgressWatchdog(Duration.ZERO);
    private final ProgressWatchdog.Loop loop = watchdog.loop("test-loop");

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void saysOnceWhichThreadIsStuckWhereAndWhenItGoesOn() throws Exception {
        // Given
        var begun = new CountDownLatch(1);
        var free = new CountDownLatch(1);
        Thread stuck = Thread.ofPlatform().name("stuck-one").start(() -> {
            loop.begin();
            begun.countDown();
            awaitQuietly(free);
            loop.end();
        });
        begun.await();

        // When
        watchdog.check();
        watchdog.check();
        free.countDown();
        stuck.join();

        // Then
        assertThat(said()).containsExactly("thread_stuck", "thread_freed");
        assertThat(log.list.getFirst().getKeyValuePairs())
                .anySatisfy(pair -> assertThat(pair.value).isEqualTo("stuck-one"))
                .anySatisfy(pair -> assertThat(String.valueOf(pair.value)).matches("[\\w.$]+\\.\\w+"));
    }

    @Test
    void saysNothingOfALoopThatWaitsForItsNextRoundOrIsNoMore() {
        // Given
        loop.begin();
        loop.end();
        var over = watchdog.loop("over");
        over.begin();
        over.close();

        // When
        watchdog.check();

        // Then
        assertThat(said()).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// But for what else this process watches.
    private Iterable<String> said() {
        return log.list.stream()
                .filter(event -> event.getKeyValuePairs().stream()
                        .anyMatch(pair -> "test-loop".equals(pair.value) || "over".equals(pair.value)))
                .map(ILoggingEvent::getMessage)
                .toList();
    }
}
