package io.github.haproxyexporter.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What one class logs while this is open, as {@code LEVEL message}. */
public final class LogLines implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Appender appender = new Appender();

    private LogLines(String source) {
        logger = (Logger) LogManager.getLogger(source);
        appender.start();
        logger.setAdditive(false);
        logger.addAppender(appender);
        // Last, as a new appender sets the level back.
        logger.setLevel(Level.DEBUG);
    }

    public static LogLines of(Class<?> source) {
        return of(source.getName());
    }

    /** Of a class that is not visible where this is called. */
    public static LogLines of(String source) {
        return new LogLines(source);
    }

    /** The lines since the last call. */
    public List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    @Override
    public void close() {
        logger.removeAppender(appender);
        logger.setAdditive(true);
    }

    private final class Appender extends AbstractAppender {

        Appender() {
            super("lines", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
    }
}
