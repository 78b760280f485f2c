/**
 * Texts of other people's making, made safe to show. Every package may use it; it uses none.
 */
@NullMarked
package io.github.haproxyexporter.text;

import org.jspecify.annotations.NullMarked;
