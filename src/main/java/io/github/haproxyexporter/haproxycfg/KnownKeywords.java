package io.github.haproxyexporter.haproxycfg;

import io.github.haproxyexporter.text.TsvResource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The words that open a section or a setting of a server line: the rows of {@code keywords.tsv} beside this class. */
public final class KnownKeywords {
    private static final List<List<String>> ROWS = TsvResource.rows(KnownKeywords.class, "keywords.tsv");
    private static final Set<String> SECTIONS = ofKind("section");
    private static final Set<String> WITH_VALUE = ofKind("value");
    private static final Set<String> FLAGS = ofKind("flag");

    private KnownKeywords() {}

    private static Set<String> ofKind(String kind) {
        return ROWS.stream()
                .filter(row -> row.get(0).equals(kind))
                .map(row -> row.get(1))
                .collect(Collectors.toUnmodifiableSet());
    }

    static boolean opensSection(String word) {
        return SECTIONS.contains(word);
    }

    /** True when the word after this server keyword is its value. */
    public static boolean takesValue(String keyword) {
        return WITH_VALUE.contains(keyword);
    }

    static boolean isFlag(String keyword) {
        return FLAGS.contains(keyword);
    }

    /** True for the keywords of server lines. */
    public static boolean isKnown(String word) {
        return takesValue(word) || isFlag(word) || word.startsWith("set-proxy-v2-tlv-fmt(");
    }

    /** What a server line may say about its TLS beyond certificates and names. */
    public static List<String> ofTls() {
        return ROWS.stream()
                .filter(row -> row.get(2).equals("x"))
                .map(row -> row.get(1))
                .toList();
    }
}
