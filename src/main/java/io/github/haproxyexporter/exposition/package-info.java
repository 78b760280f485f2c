/**
 * Families to bytes, in the text format 0.0.4 and OpenMetrics 1.0. Answers are streamed from the table: neither a list of
 * samples nor a whole answer is ever held in memory.
 */
@NullMarked
package io.github.haproxyexporter.exposition;

import org.jspecify.annotations.NullMarked;
