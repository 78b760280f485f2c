/**
 * Comparisons with the two exporters that exist, side by side on one HAProxy. Both answers are read and nothing is typed by hand: what moves is found by
 * reading twice, and what the socket cannot tell is found in {@code show stat}.
 */
@NullMarked
package io.github.haproxyexporter.parity;

import org.jspecify.annotations.NullMarked;
