package io.github.haproxyexporter.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What shading can lose without any compiler or unit test seeing it. */
class PackagedJarIT {

    private static final String LOG4J_PLUGINS =
            "META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat";

    private JarFile jar;

    @BeforeEach
    void openJar() throws IOException {
        jar = new JarFile(System.getProperty("exporter.jar"));
    }

    @AfterEach
    void closeJar() throws IOException {
        jar.close();
    }

    @Test
    void manifest_ofTheJar_startsTheProgramAndNamesTheBuild() throws IOException {
        Attributes manifest = jar.getManifest().getMainAttributes();

        assertThat(manifest.getValue("Main-Class")).isEqualTo("io.github.haproxyexporter.cli.Main");
        assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
        assertThat(manifest.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
        assertThat(manifest.getValue("Implementation-Version")).matches("[0-9]+\\.[0-9]+.*");
        assertThat(manifest.getValue("Implementation-Revision")).matches("[0-9a-f]{12}|unknown");
    }

    @Test
    void entries_ofTheJar_areUniqueAndUnsigned() {
        List<? extends ZipEntry> entries = jar.stream().toList();

        assertThat(entries).extracting(ZipEntry::getName).doesNotHaveDuplicates();
        assertThat(entries).extracting(ZipEntry::getName).noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)"));
    }

    @Test
    void junixsocket_inTheJar_hasItsLibrariesAndTheVersionThatNamesThem() {
        assertThat(jar.stream().map(ZipEntry::getName))
                .anyMatch(name -> name.matches("lib/amd64-Linux-clang/jni/libjunixsocket-native-[0-9.]+\\.so"))
                .anyMatch(name -> name.matches("lib/aarch64-Linux-clang/jni/libjunixsocket-native-[0-9.]+\\.so"))
                .noneMatch(name -> name.matches(".*\\.(dll|dylib)"))
                .contains(
                        "META-INF/maven/com.kohlschutter.junixsocket/junixsocket-common/pom.properties",
                        "META-INF/maven/com.kohlschutter.junixsocket/junixsocket-native-common/pom.properties");
    }

    @Test
    void log4jPlugins_ofSeveralJars_areInOneIndex() throws IOException {
        assertThat(text(LOG4J_PLUGINS))
                .contains("org.apache.logging.log4j.core.appender.ConsoleAppender")
                .contains("org.apache.logging.log4j.layout.template.json.JsonTemplateLayout");
    }

    @Test
    void licence_ofTheProject_isTheOneInTheJar() throws IOException {
        assertThat(text("META-INF/LICENSE")).contains("Apache License");
    }

    private String text(String entry) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
