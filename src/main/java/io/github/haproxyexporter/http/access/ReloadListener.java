package io.github.haproxyexporter.http.access;

/** Hears whether the web configuration was read well. */
@FunctionalInterface
public interface ReloadListener {

    void reloaded(boolean successful);
}
