/**
 * Text for a terminal: pages, tables, colours and elapsed times.
 */
@NullMarked
package io.github.haproxyexporter.cli.terminal;

import org.jspecify.annotations.NullMarked;
