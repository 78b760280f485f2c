/**
 * Judges the health checks of a HAProxy configuration. Every rule is a row of {@link io.github.haproxyexporter.lint.Rules}
 * with a stable id; what it finds names the line, the reason and the corrected line.
 */
@NullMarked
package io.github.haproxyexporter.lint;

import org.jspecify.annotations.NullMarked;
