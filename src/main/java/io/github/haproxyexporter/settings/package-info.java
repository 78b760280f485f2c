/**
 * Configuration files in YAML: strict keys, every scalar a text, and messages that name key and line and never a value, which may be a
 * secret. Every package may use it.
 */
@NullMarked
package io.github.haproxyexporter.settings;

import org.jspecify.annotations.NullMarked;
