/**
 * The commands. This is the only package that reads flags and the environment, prints, and ends the process; it builds the
 * other packages' objects, starts them in order and closes them.
 */
@NullMarked
package io.github.haproxyexporter.cli;

import org.jspecify.annotations.NullMarked;
