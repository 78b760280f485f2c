package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.cli.ServeOptions.LogFormat;
import io.github.haproxyexporter.cli.ServeOptions.LogLevel;
import io.github.haproxyexporter.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.StringLayout;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;

/** Sets up Log4j: everything to stderr, one line of bounded length an event, foreign texts escaped and cleaned. */
final class Logging {

    /** Maximum length of a message and of a stack trace, before they are escaped. */
    private static final int LONGEST = Printable.MESSAGE;

    private static final String LOGFMT = "time=%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} level=%level{lowerCase=true}"
            + " msg=\"%enc{%.-" + LONGEST + "m}{JSON}\""
            + "%notEmpty{ error=\"%enc{%.-" + LONGEST + "ex}{JSON}\"}%n";
    private static final String JSON = "{\"time\":{\"$resolver\":\"timestamp\",\"pattern\":{\"format\":"
            + "\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\"}},\"level\":{\"$resolver\":\"level\",\"field\":\"name\"},"
            + "\"msg\":{\"$resolver\":\"message\",\"stringified\":true},"
            + "\"error\":{\"$resolver\":\"exception\",\"field\":\"message\"},"
            + "\"stack_trace\":{\"$resolver\":\"exception\",\"field\":\"stackTrace\",\"stackTrace\":{\"stringified\":true}}}";

    private Logging() {}

    static void configure(LogLevel level, LogFormat format) {
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setStatusLevel(Level.ERROR);
        builder.add(builder.newRootLogger(Level.valueOf(level.name())));
        BuiltConfiguration configuration = builder.build(false);
        // Log4j would ask the resolver for this host's name, which no line here has and a broken DNS never tells.
        ConcurrentMap<String, String> properties = configuration.getComponent(Configuration.CONTEXT_PROPERTIES);
        properties.put("hostName", "unknown");
        // Not reconfigure: it would set up the default configuration first.
        LoggerContext context = Configurator.initialize(configuration);
        ConsoleAppender stderr = ConsoleAppender.newBuilder()
                .setName("stderr")
                .setTarget(ConsoleAppender.Target.SYSTEM_ERR)
                .setConfiguration(configuration)
                .setLayout(new CleanLayout(layout(configuration, format)))
                .build();
        stderr.start();
        configuration.addAppender(stderr);
        configuration.getRootLogger().addAppender(stderr, null, null);
        context.updateLoggers();
    }

    private static StringLayout layout(Configuration configuration, LogFormat format) {
        return format == LogFormat.JSON
                ? JsonTemplateLayout.newBuilder()
                        .setConfiguration(configuration)
                        .setEventTemplate(JSON)
                        .setMaxStringLength(LONGEST)
                        .build()
                : PatternLayout.newBuilder()
                        .setConfiguration(configuration)
                        .setPattern(LOGFMT)
                        .build();
    }

    /** Both formats escape what ends a line or a text, and pass on what steers a terminal. */
    private static final class CleanLayout extends AbstractStringLayout {
        private final StringLayout layout;

        CleanLayout(StringLayout layout) {
            super(StandardCharsets.UTF_8);
            this.layout = layout;
        }

        @Override
        public String toSerializable(LogEvent event) {
            return Printable.clean(layout.toSerializable(event).stripTrailing(), ' ', Integer.MAX_VALUE)
                    + System.lineSeparator();
        }
    }
}
