import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.apache.logging.log4j.core.config.plugins.processor.PluginCache;
import org.apache.logging.log4j.core.config.plugins.processor.PluginProcessor;

/**
 * Writes Log4j's list of plugins with those only that the daemon's two log formats are made of. Log4j loads the class of each
 * plugin in its list, some 350 of them: appenders to databases, message queues and mail among them, which nobody can configure here.
 *
 * <p>Run by the build, from its source: {@code java LogPlugins.java OUTPUT-DIRECTORY}.
 */
public final class LogPlugins {

    private static final Set<String> KEPT = Set.of(
            // what a configuration consists of
            "AppendersPlugin", "AppenderRef", "ConsoleAppender", "LoggersPlugin", "LoggerConfig$RootLogger", "PropertiesPlugin",
            // logfmt
            "PatternLayout", "DatePatternConverter", "LevelPatternConverter", "MessagePatternConverter",
            "EncodingPatternConverter", "VariablesNotEmptyReplacementConverter", "LineSeparatorPatternConverter",
            "ThrowablePatternConverter",
            // JSON
            "JsonTemplateLayout", "TimestampResolverFactory", "LevelResolverFactory", "MessageResolverFactory",
            "ExceptionResolverFactory", "RecyclerFactoryConverter",
            // attributes of the above; Log4j cannot do without any of the primitive types
            "TypeConverters$BooleanConverter", "TypeConverters$ByteConverter", "TypeConverters$CharacterConverter",
            "TypeConverters$DoubleConverter", "TypeConverters$FloatConverter", "TypeConverters$IntegerConverter",
            "TypeConverters$LongConverter", "TypeConverters$ShortConverter", "TypeConverters$StringConverter",
            "TypeConverters$CharsetConverter", "TypeConverters$LevelConverter");

    private LogPlugins() {}

    /** Reads the lists on the class path and writes the shorter one; fails when a plugin that is to be kept is in none. */
    public static void main(String[] args) throws IOException {
        PluginCache cache = new PluginCache();
        cache.loadCacheFiles(LogPlugins.class.getClassLoader().getResources(PluginProcessor.PLUGIN_CACHE_FILE));
        Set<String> missing = new TreeSet<>(KEPT);
        cache.getAllCategories().values().forEach(category -> category.values().removeIf(plugin -> {
            String name = plugin.getClassName().replaceAll(".*\\.", "");
            missing.remove(name);
            return !KEPT.contains(name);
        }));
        if (!missing.isEmpty()) {
            throw new IOException("Log4j has no plugins " + missing + "; has it renamed them?");
        }
        Path file = Path.of(args[0], PluginProcessor.PLUGIN_CACHE_FILE);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            cache.writeCache(out);
        }
    }
}
