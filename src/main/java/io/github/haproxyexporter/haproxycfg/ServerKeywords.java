package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which words of a {@code server} line are keywords, which take a value, and which undo others (sections 5.2 of the manuals 2.4 to 3.5). */
public final class ServerKeywords {
    private static final Set<String> WITH_VALUE = Set.of(
            "addr",
            "agent-addr",
            "agent-inter",
            "agent-port",
            "agent-send",
            "alpn",
            "ca-file",
            "cc",
            "check-alpn",
            "check-pool-conn-name",
            "check-proto",
            "check-sni",
            "ciphers",
            "ciphersuites",
            "client-sigalgs",
            "cookie",
            "crl-file",
            "crt",
            "curves",
            "downinter",
            "error-limit",
            "fall",
            "fastinter",
            "guid",
            "hash-key",
            "healthcheck",
            "id",
            "idle-ping",
            "init-addr",
            "init-state",
            "inter",
            "interface",
            "log-bufsize",
            "log-proto",
            "max-reuse",
            "maxconn",
            "maxqueue",
            "minconn",
            "namespace",
            "npn",
            "observe",
            "on-error",
            "on-marked-down",
            "on-marked-up",
            "pool-conn-name",
            "pool-low-conn",
            "pool-max-conn",
            "pool-purge-delay",
            "port",
            "proto",
            "proxy-v2-options",
            "set-proxy-v2-tlv-fmt",
            "redir",
            "resolve-net",
            "resolve-opts",
            "resolve-prefer",
            "resolvers",
            "rise",
            "shard",
            "sigalgs",
            "slowstart",
            "sni",
            "socks4",
            "source",
            "ssl-max-ver",
            "ssl-min-ver",
            "tcp-md5sig",
            "tcp-ut",
            "track",
            "usesrc",
            "verify",
            "verifyhost",
            "weight",
            "ws");

    private static final Set<String> FLAGS = Set.of(
            "agent-check",
            "allow-0rtt",
            "backup",
            "check",
            "check-reuse-pool",
            "check-send-proxy",
            "check-ssl",
            "check-via-socks4",
            "disabled",
            "enabled",
            "force-sslv3",
            "force-tlsv10",
            "force-tlsv11",
            "force-tlsv12",
            "force-tlsv13",
            "ktls",
            "no-agent-check",
            "no-backup",
            "no-check",
            "no-check-send-proxy",
            "no-check-ssl",
            "no-check-reuse-pool",
            "no-send-proxy",
            "no-send-proxy-v2",
            "no-send-proxy-v2-ssl",
            "no-send-proxy-v2-ssl-cn",
            "no-ssl",
            "no-ssl-reuse",
            "no-sslv3",
            "no-strict-maxconn",
            "no-tfo",
            "no-tls-tickets",
            "no-tlsv10",
            "no-tlsv11",
            "no-tlsv12",
            "no-tlsv13",
            "no-verifyhost",
            "non-stick",
            "renegotiate",
            "no-renegotiate",
            "send-proxy",
            "send-proxy-v2",
            "send-proxy-v2-ssl",
            "send-proxy-v2-ssl-cn",
            "sni-auto",
            "no-sni-auto",
            "check-sni-auto",
            "no-check-sni-auto",
            "ssl",
            "ssl-reuse",
            "stick",
            "strict-maxconn",
            "tfo",
            "tls-tickets");

    /** What a keyword undoes when it is not simply {@code no-} and the other's name. */
    private static final Map<String, String> UNDOES = Map.of(
            "enabled", "disabled",
            "stick", "non-stick",
            "ssl-reuse", "no-ssl-reuse",
            "tls-tickets", "no-tls-tickets",
            "check-ssl", "no-check-ssl");

    private ServerKeywords() {}

    /** A keyword with its values, none for a flag. */
    record Use(String keyword, List<String> values) {
        Optional<String> undoes() {
            if (UNDOES.containsKey(keyword)) {
                return Optional.ofNullable(UNDOES.get(keyword));
            }
            return keyword.startsWith("no-") ? Optional.of(keyword.substring(3)) : Optional.empty();
        }
    }

    /** True when the word after this keyword is its value. */
    public static boolean takesValue(String keyword) {
        return WITH_VALUE.contains(keyword);
    }

    public static boolean isKnown(String word) {
        return WITH_VALUE.contains(word) || FLAGS.contains(word) || word.startsWith("set-proxy-v2-tlv-fmt(");
    }

    /** Cuts the settings of a server line apart. A keyword of a future release takes the unknown words after it as values. */
    static List<Use> split(List<String> words, Origin origin) throws ConfigException {
        List<Use> uses = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String keyword = words.get(i);
            List<String> values = new ArrayList<>();
            if (WITH_VALUE.contains(keyword)) {
                if (i + 1 >= words.size()) {
                    throw new ConfigException(origin, "'" + keyword + "' at the end of the line lacks its value");
                }
                values.add(words.get(++i));
            } else if (!FLAGS.contains(keyword)) {
                while (i + 1 < words.size() && !isKnown(words.get(i + 1))) {
                    values.add(words.get(++i));
                }
            }
            uses.add(new Use(keyword, List.copyOf(values)));
        }
        return List.copyOf(uses);
    }
}
