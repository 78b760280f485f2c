/**
 * The catalogue: one row for each column and kind of object says which family it becomes in each naming profile. Labels and
 * the families that are computed from several columns are made here. Nothing here knows a socket or a format.
 */
@NullMarked
package io.github.haproxyexporter.metrics;

import org.jspecify.annotations.NullMarked;
