package io.github.haproxyexporter;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** Holds the one direction of the data: client, stats, metrics, exposition, web; subpackages belong to their room. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "io.github.haproxyexporter";

    @ArchTest
    static final ArchRule everyClass_isInARoom = classes()
            .should()
            .resideInAnyPackage(rooms("client", "stats", "metrics", "exposition", "web", "diagnose", "cli"));

    @ArchTest
    static final ArchRule client_usesNoOtherRoom = mayUse("client");

    @ArchTest
    static final ArchRule stats_usesClient = mayUse("stats", "client");

    @ArchTest
    static final ArchRule metrics_usesStats = mayUse("metrics", "stats");

    @ArchTest
    static final ArchRule exposition_usesMetrics = mayUse("exposition", "metrics");

    @ArchTest
    static final ArchRule web_usesTheWayToIt = mayUse("web", "client", "stats", "metrics", "exposition");

    @ArchTest
    static final ArchRule diagnose_usesClientAndStats = mayUse("diagnose", "client", "stats");

    @ArchTest
    static final ArchRule rooms_formNoCycle =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packages_formNoCycle =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyCli_prints = noClasses()
            .that()
            .resideOutsideOfPackage(room("cli"))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyCli_endsTheProcess = noClasses()
            .that()
            .resideOutsideOfPackage(room("cli"))
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyCli_readsFlagsAndEnvironment = noClasses()
            .that()
            .resideOutsideOfPackage(room("cli"))
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .allowEmptyShould(true);

    private static ArchRule mayUse(String name, String... others) {
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(Stream.concat(Stream.of(name), Arrays.stream(others))
                        .map(ArchitectureTest::room)
                        .toArray(String[]::new))
                .or(resideOutsideOfPackage(ROOT + ".."));
        return classes()
                .that()
                .resideInAPackage(room(name))
                .should()
                .onlyDependOnClassesThat(allowed.as(
                        "are in %s or outside the project",
                        others.length == 0 ? "the room itself" : "the room itself, " + String.join(", ", others)))
                .allowEmptyShould(true);
    }

    private static String[] rooms(String... names) {
        return Arrays.stream(names).map(ArchitectureTest::room).toArray(String[]::new);
    }

    private static String room(String name) {
        return ROOT + "." + name + "..";
    }
}
