/**
 * The budget of memory that all scrapes share. Every package that holds what HAProxy said may use it.
 */
@NullMarked
package io.github.haproxyexporter.memory;

import org.jspecify.annotations.NullMarked;
