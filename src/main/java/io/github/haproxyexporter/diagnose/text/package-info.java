/**
 * Lays text out for a person in a terminal: wrapped lines, tables, colours that can be left out. No text can steer the
 * terminal, wherever it comes from.
 */
@NullMarked
package io.github.haproxyexporter.diagnose.text;

import org.jspecify.annotations.NullMarked;
