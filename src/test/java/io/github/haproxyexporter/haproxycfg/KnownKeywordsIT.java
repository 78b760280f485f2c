package io.github.haproxyexporter.haproxycfg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.HaproxyFlavor;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server keywords that HAProxy itself lists are those known here, with their values. */
class KnownKeywordsIT {
    private static final Pattern KEYWORD = Pattern.compile("(?m)^\\s*server <name> <addr> (\\S+)( \\+1)?.*$");

    static Stream<HaproxyFlavor> flavors() {
        return HaproxyFlavor.all().stream();
    }

    @ParameterizedTest
    @MethodSource("flavors")
    void keywords_ofHaproxy_areKnown(HaproxyFlavor flavor) {
        List<MatchResult> listed = KEYWORD.matcher(keywords(flavor)).results().toList();
        assertThat(listed).hasSizeGreaterThan(50);
        SoftAssertions softly = new SoftAssertions();
        listed.forEach(match -> {
            String keyword = match.group(1);
            softly.assertThat(KnownKeywords.isKnown(keyword)).as(keyword).isTrue();
            // Keywords of variable length, such as source, are listed without a count.
            softly.assertThat(match.group(2) == null || KnownKeywords.takesValue(keyword))
                    .as("%s takes a value", keyword)
                    .isTrue();
        });
        softly.assertAll();
    }

    private static String keywords(HaproxyFlavor flavor) {
        try (ScratchDirectory directory = flavor.directory()) {
            String file = directory.write("h.cfg", "global\n").toString();
            return Finished.run(flavor.command("-dKcfg", "-c", "-f", file)).out();
        }
    }
}
