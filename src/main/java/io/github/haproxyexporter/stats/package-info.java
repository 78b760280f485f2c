/**
 * What HAProxy said, as data: the columnar stat table, the info map, and server and check states in their normal form.
 * Columns are found by name, never by position, because their number depends on HAProxy's version and build. Nothing here
 * knows a metric.
 */
@NullMarked
package io.github.haproxyexporter.stats;

import org.jspecify.annotations.NullMarked;
