package io.github.haproxyexporter;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Holds the table of packages: which may use which; subpackages belong to their package. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "io.github.haproxyexporter";

    /** Each package and the others that it may use; every package may use {@code text}, and {@code cli} all. */
    private static final Map<String, List<String>> USES = Map.ofEntries(
            Map.entry("client", List.of("text")),
            Map.entry("stats", List.of("client", "memory", "text")),
            Map.entry("metrics", List.of("stats", "text")),
            Map.entry("memory", List.of()),
            Map.entry("exposition", List.of("metrics", "memory", "text")),
            Map.entry("scrape", List.of("settings", "client", "stats", "metrics", "memory", "text")),
            Map.entry("history", List.of("client", "stats", "scrape", "memory", "text")),
            Map.entry("http", List.of("text", "settings")),
            Map.entry(
                    "web",
                    List.of("exposition", "scrape", "history", "http", "client", "metrics", "stats", "memory", "text")),
            Map.entry("haproxycfg", List.of("text")),
            Map.entry("lint", List.of("haproxycfg", "text")),
            Map.entry("probe", List.of("haproxycfg", "stats", "text")),
            Map.entry("diagnose", List.of("client", "stats", "haproxycfg", "lint", "probe", "history", "text")),
            Map.entry("control", List.of("client", "stats", "text")),
            Map.entry("settings", List.of("text")),
            Map.entry("text", List.of()));

    @ArchTest
    static final ArchRule everyClass_isInAPackageOfTheTable = classes()
            .should()
            .resideInAnyPackage(Stream.concat(USES.keySet().stream(), Stream.of("cli"))
                    .map(ArchitectureTest::room)
                    .toArray(String[]::new));

    @ArchTest
    static void packages_useOnlyWhatTheTableAllows(JavaClasses classes) {
        USES.forEach((name, others) -> mayUse(name, others).check(classes));
    }

    @ArchTest
    static final ArchRule topPackages_formNoCycle =
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

    private static ArchRule mayUse(String name, List<String> others) {
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(Stream.concat(Stream.of(name), others.stream())
                        .map(ArchitectureTest::room)
                        .toArray(String[]::new))
                .or(resideOutsideOfPackage(ROOT + ".."));
        return classes()
                .that()
                .resideInAPackage(room(name))
                .should()
                .onlyDependOnClassesThat(allowed.as(
                        "are in %s or outside the project",
                        others.isEmpty() ? "the package itself" : "the package itself, " + String.join(", ", others)))
                .allowEmptyShould(true);
    }

    private static String room(String name) {
        return ROOT + "." + name + "..";
    }
}
