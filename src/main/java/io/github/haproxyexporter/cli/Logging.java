package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.cli.ServeOptions.LogFormat;
import io.github.haproxyexporter.cli.ServeOptions.LogLevel;
import java.util.concurrent.ConcurrentMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.api.LayoutComponentBuilder;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Sets up Log4j: everything to stderr, one line an event, texts of others escaped. */
final class Logging {

    private static final String LOGFMT =
            "time=%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} level=%level{lowerCase=true} msg=\"%enc{%m}{JSON}\""
                    + "%notEmpty{ error=\"%enc{%ex{short}}{JSON}\"}%n";
    private static final String JSON = "{\"time\":{\"$resolver\":\"timestamp\",\"pattern\":{\"format\":"
            + "\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\"}},\"level\":{\"$resolver\":\"level\",\"field\":\"name\"},"
            + "\"msg\":{\"$resolver\":\"message\",\"stringified\":true},"
            + "\"error\":{\"$resolver\":\"exception\",\"field\":\"message\"}}";

    private Logging() {}

    static void configure(LogLevel level, LogFormat format) {
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setStatusLevel(Level.ERROR);
        builder.add(builder.newAppender("stderr", "Console")
                .addAttribute("target", "SYSTEM_ERR")
                .add(layout(builder, format)));
        builder.add(builder.newRootLogger(Level.valueOf(level.name())).add(builder.newAppenderRef("stderr")));
        BuiltConfiguration configuration = builder.build(false);
        // Log4j would ask the resolver for this host's name, which no line here has and a broken DNS never tells.
        ConcurrentMap<String, String> properties = configuration.getComponent(Configuration.CONTEXT_PROPERTIES);
        properties.put("hostName", "unknown");
        // Not reconfigure: it would set up the default configuration first.
        Configurator.initialize(configuration);
    }

    private static LayoutComponentBuilder layout(ConfigurationBuilder<BuiltConfiguration> builder, LogFormat format) {
        return format == LogFormat.JSON
                ? builder.newLayout("JsonTemplateLayout").addAttribute("eventTemplate", JSON)
                : builder.newLayout("PatternLayout").addAttribute("pattern", LOGFMT);
    }
}
