package io.frostglass.runtime;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Iterator;
import org.slf4j.LoggerFactory;

/// The form of the log.
final class LogFormat {

    /// A line per event, as `logback.xml` says.
    static final String TEXT = "text";

    /// A JSON object per line, as logback's `JsonEncoder` writes it: `timestamp` in milliseconds since 1970, `level`,
    /// `loggerName`, `message` (the id of the event), `kvpList` (its facts), `mdc`, `throwable`.
    static final String JSON = "json";

    private LogFormat() {}

    /// Lets the process write its log in a form from now on.
    static void apply(String format) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            apply(format, context);
        }
    }

    static void apply(String format, LoggerContext context) {
        if (format.equals(JSON)) {
            Iterator<Appender<ILoggingEvent>> appenders =
                    context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
            while (appenders.hasNext()) {
                if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream) {
                    writeJson(stream, context);
                }
            }
        }
    }

    private static void writeJson(OutputStreamAppender<ILoggingEvent> appender, LoggerContext context) {
        var encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        // An agent of OpenTelemetry puts its trace and span there.
        encoder.setWithMDC(true);
        encoder.start();
        appender.stop();
        appender.setEncoder(encoder);
        appender.start();
    }
}
