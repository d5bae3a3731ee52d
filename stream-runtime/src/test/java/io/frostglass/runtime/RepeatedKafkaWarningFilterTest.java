package io.frostglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.common.utils.internals.LogContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class RepeatedKafkaWarningFilterTest {

    private static final String AWAY = "Connection to node {} ({}) could not be established.";

    private final ListAppender<ILoggingEvent> counts = new ListAppender<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final LoggerContext context = new LoggerContext();
    private final Logger client = context.getLogger("org.apache.kafka.clients.NetworkClient");
    private Instant now = Instant.parse("2026-01-18T12:34:56Z");

    @BeforeEach
    void start() {
        var filter = new RepeatedKafkaWarningFilter(() -> now);
        filter.start();
        context.addTurboFilter(filter);
        log.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(log);
        counts.start();
        ownLogger().addAppender(counts);
    }

    @AfterEach
    void stop() {
        ownLogger().detachAppender(counts);
    }

    private static ch.qos.logback.classic.Logger ownLogger() {
        return (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(RepeatedKafkaWarningFilter.class);
    }

    @Test
    void logsAWarningOnceAMinuteAndHowManyItLeftOut() {
        // When
        for (int i = 0; i < 150; i++) {
            client.warn("Connection to node -1 (localhost:909" + i % 3 + ") could not be established.");
        }
        now = now.plusSeconds(59);
        client.warn("Connection to node -1 (localhost:9092) could not be established.");
        now = now.plusSeconds(1);
        client.warn("Connection to node -2 (localhost:9092) could not be established.");

        // Then
        assertThat(messages())
                .containsExactly(
                        "Connection to node -1 (localhost:9090) could not be established.",
                        "Connection to node -2 (localhost:9092) could not be established.");
        assertThat(counts.list).singleElement().satisfies(event -> {
            assertThat(event.getMessage()).isEqualTo("kafka_warnings_left_out");
            assertThat(event.getKeyValuePairs())
                    .anySatisfy(pair -> assertThat(pair.value).isEqualTo(150));
        });
    }

    @Test
    void hidesNoFirstWarningNoErrorAndNothingOfOthers() {
        // When
        client.warn("[Producer clientId=one] Connection to node -1 could not be established.");
        client.warn("[Producer clientId=two] Connection to node -1 could not be established.");
        client.warn("Bootstrap broker localhost:9092 (id: -1 rack: null) disconnected");
        for (int i = 0; i < 3; i++) {
            client.error("the same error");
            client.info("the same information");
            context.getLogger("io.frostglass.runtime.HttpServer").warn("the_same_event");
        }

        // Then
        assertThat(messages()).hasSize(12);
    }

    /// After as many others as it remembers, a warning is logged again.
    @Test
    void remembersNoMoreThanAFewWarnings() {
        // When
        client.warn("the first");
        for (char letter = 'a'; letter < 'a' + 500; letter++) {
            client.warn("another " + letter);
        }
        client.warn("the first");

        // Then
        assertThat(messages()).hasSize(502).last().isEqualTo("the first");
    }

    /// Kafka's clients log through a wrapper of theirs, which puts the arguments into the text.
    @Test
    void isInTheLogbackFileOfTheApplications() {
        // Given
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        assertThat(context.getTurboFilterList().stream().filter(RepeatedKafkaWarningFilter.class::isInstance))
                .hasSize(1);
        var kafka = context.getLogger(NetworkClient.class);
        kafka.addAppender(log);

        // When
        var wrapped = new LogContext("[Consumer clientId=test] ").logger(NetworkClient.class);
        for (int node = 0; node < 10; node++) {
            wrapped.warn(AWAY, node, "localhost/127.0.0.1:9092");
        }
        kafka.detachAppender(log);

        // Then
        assertThat(log.list).hasSize(1);
    }

    private List<String> messages() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
