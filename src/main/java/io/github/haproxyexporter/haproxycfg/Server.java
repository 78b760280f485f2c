package io.github.haproxyexporter.haproxycfg;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A server of a backend with everything that {@code default-server} gave it.
 *
 * @param text the line that declares it, as it was written
 * @param template true when the line is a {@code server-template}
 * @param keywords its settings, own and inherited
 */
public record Server(
        String backend,
        String name,
        ServerAddress address,
        Origin origin,
        String text,
        boolean template,
        int weight,
        Keywords keywords,
        CheckSettings check,
        AgentSettings agent) {

    public boolean backup() {
        return keywords.has("backup");
    }

    /** True when the configuration starts it in maintenance. */
    public boolean disabled() {
        return keywords.has("disabled");
    }

    /** The server it follows, as {@code server} or {@code backend/server}. */
    public Optional<String> track() {
        return keywords.value("track");
    }

    /** Settings by keyword; numbers and times are read on demand, so that only those in use can be wrong. */
    public static final class Keywords {
        private final Map<String, Setting> settings;

        Keywords(Map<String, Setting> settings) {
            this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }

        public boolean has(String keyword) {
            return settings.containsKey(keyword);
        }

        /** True when connections begin with a header of the PROXY protocol, of its second version only if asked for. */
        public boolean sendsProxyHeader(boolean second) {
            return has("send-proxy-v2")
                    || has("send-proxy-v2-ssl")
                    || has("send-proxy-v2-ssl-cn")
                    || (!second && has("send-proxy"));
        }

        /** Every keyword with its values and its line. */
        public Collection<Setting> settings() {
            return settings.values();
        }

        public Optional<Setting> get(String keyword) {
            return Optional.ofNullable(settings.get(keyword));
        }

        public Optional<String> value(String keyword) {
            return get(keyword).map(Setting::value);
        }

        Optional<Duration> duration(String keyword) throws ConfigException {
            Optional<Setting> setting = get(keyword);
            return setting.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Durations.parse(
                            setting.get().value(), keyword, setting.get().origin()));
        }

        OptionalInt number(String keyword) throws ConfigException {
            Optional<Setting> setting = get(keyword);
            if (setting.isEmpty()) {
                return OptionalInt.empty();
            }
            String value = setting.get().value();
            // HAProxy reads these with atol(): a sign and leading digits count, the rest is dropped.
            String digits = value.replaceFirst("^\\+", "").replaceFirst("[^0-9].*$", "");
            if (digits.isEmpty() || digits.length() > 9) {
                throw new ConfigException(
                        setting.get().origin(), "'" + keyword + "' has the value '" + value + "'; expected a number");
            }
            return OptionalInt.of(Integer.parseInt(digits));
        }

        @Override
        public String toString() {
            return settings.keySet().toString();
        }
    }
}
