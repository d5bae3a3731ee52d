package io.frostglass.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the log of all applications in this JVM to a file: the terminal shows the demo's own lines.
public final class DemoLog {

    private static final String TERMINAL = "STDERR";

    private DemoLog() {}

    /// Writes the log to a file from now on. Errors of Frostglass go to the terminal too.
    public static void toFile(Path file) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Appender<ILoggingEvent> terminal = root.getAppender(TERMINAL);
        if (terminal == null) {
            // An installation before this one, in a test of this process, has done it.
            return;
        }
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSX, UTC} %-5level %logger{0} %msg %kvp%n");
        encoder.start();
        var appender = new FileAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setFile(file.toString());
        appender.start();
        root.detachAppender(terminal);
        root.addAppender(appender);
        // Not Kafka's own: the demo provokes some when it tries a forbidden read.
        context.getLogger("io.frostglass").addAppender(onlyErrors(terminal));
    }

    private static Appender<ILoggingEvent> onlyErrors(Appender<ILoggingEvent> terminal) {
        var filter = new ThresholdFilter();
        filter.setLevel(Level.ERROR.levelStr);
        filter.start();
        terminal.addFilter(filter);
        return terminal;
    }
}
