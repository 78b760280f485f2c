package io.github.haproxyexporter.stats;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The result of a server's last check, in HAProxy's order (management guide, 9.1, {@code check_status}). Each has the sentence
 * that HAProxy itself uses for it.
 */
public enum CheckStatus {
    HANA("Health analyze"),
    SOCKERR("Socket error"),
    L4OK("Layer4 check passed"),
    L4TOUT("Layer4 timeout"),
    L4CON("Layer4 connection problem"),
    L6OK("Layer6 check passed"),
    L6TOUT("Layer6 timeout"),
    L6RSP("Layer6 invalid response"),
    L7TOUT("Layer7 timeout"),
    L7RSP("Layer7 invalid response"),
    L7OK("Layer7 check passed"),
    L7OKC("Layer7 check conditionally passed"),
    L7STS("Layer7 wrong status"),
    PROCERR("External check error"),
    PROCTOUT("External check timeout"),
    PROCOK("External check passed");

    private static final Map<String, Optional<CheckStatus>> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(CheckStatus::name, Optional::of));

    private final String description;

    CheckStatus(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }

    public boolean isPassed() {
        return name().contains("OK");
    }

    /** The status without the star that marks a check under way: {@code * L4CON} is {@code L4CON}. */
    public static String withoutStar(String raw) {
        return raw.startsWith("* ") ? raw.substring(2) : raw;
    }

    /** The check status of a cell; empty for one without a result ({@code INI}, {@code UNK}) or one not known. */
    public static Optional<CheckStatus> parse(String raw) {
        return BY_NAME.getOrDefault(withoutStar(raw), Optional.empty());
    }
}
