package io.github.haproxyexporter.faults;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.haproxyexporter.scrape.TargetScraper;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

/** Nothing on the way from a scrape to HAProxy and back looks at the wall clock, so that stepping it can neither end a deadline nor prolong it. */
class ClockTest {
    @Test
    void reading_knowsTheMonotonicClockOnly() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.github.haproxyexporter");

        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.github.haproxyexporter.client",
                        "io.github.haproxyexporter.stats",
                        "io.github.haproxyexporter.metrics",
                        "io.github.haproxyexporter.exposition")
                .or()
                .areAssignableTo(TargetScraper.class)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Instant.class, Date.class)
                .check(classes);
    }
}
