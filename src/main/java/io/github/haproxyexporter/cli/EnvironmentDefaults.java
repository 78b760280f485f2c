package io.github.haproxyexporter.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Takes a flag's default from the environment: {@code --log.level} from {@code HAPROXY_EXPORTER_LOG_LEVEL}. */
final class EnvironmentDefaults implements IDefaultValueProvider {

    private static final String PREFIX = "HAPROXY_EXPORTER_";

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Null makes picocli take the default that stands at the flag. */
    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? environment.get(variable(option.longestName())) : null;
    }

    static String variable(String flag) {
        return PREFIX
                + flag.replaceFirst("^-+", "").replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
