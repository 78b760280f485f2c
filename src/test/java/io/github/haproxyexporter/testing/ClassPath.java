package io.github.haproxyexporter.testing;

/** Prints the tests' class path, for scripts that start several programs with it. */
public final class ClassPath {
    private ClassPath() {}

    public static void main(String[] arguments) {
        System.out.println("classpath=" + System.getProperty("java.class.path"));
    }
}
