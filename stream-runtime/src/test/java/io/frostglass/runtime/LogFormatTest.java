package io.frostglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogFormatTest {

    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String log(String format) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%level %msg %kvp%n");
        encoder.start();
        var appender = new OutputStreamAppender<ILoggingEvent>() {
            // As a ConsoleAppender does: a stop closes the stream.
            @Override
            public void start() {
                setOutputStream(out);
                super.start();
            }
        };
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        LogFormat.apply(format, context);
        root.atWarn()
                .addKeyValue("cause", "a \"quoted\"\nword")
                .addKeyValue("times", 3)
                .log("topic_not_read");
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesAnObjectPerLine() throws Exception {
        String written = log(LogFormat.JSON);

        assertThat(written.lines()).hasSize(1);
        JsonNode event = new JsonMapper().readTree(written);
        assertThat(event.path("level").asText()).isEqualTo("WARN");
        assertThat(event.path("message").asText()).isEqualTo("topic_not_read");
        assertThat(event.path("timestamp").isNumber()).isTrue();
        assertThat(event.path("kvpList").toString())
                .isEqualTo("[{\"cause\":\"a \\\"quoted\\\"\\nword\"},{\"times\":\"3\"}]");
    }

    @Test
    void leavesTextAsItIs() {
        assertThat(log(LogFormat.TEXT)).startsWith("WARN topic_not_read cause=");
    }
}
