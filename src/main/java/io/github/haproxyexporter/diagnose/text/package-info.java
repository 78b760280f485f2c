/** Lays text out for a person in a terminal: wrapped lines, colours that can be left out. */
@NullMarked
package io.github.haproxyexporter.diagnose.text;

import org.jspecify.annotations.NullMarked;
