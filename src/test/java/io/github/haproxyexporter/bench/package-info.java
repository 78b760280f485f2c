/**
 * The benchmark that {@code bin/bench} runs: this exporter beside the two others at one real HAProxy. Its tables are what
 * {@code docs/performance.md} quotes. The benchmarks of single parts, for JMH, stand here too.
 */
@NullMarked
package io.github.haproxyexporter.bench;

import org.jspecify.annotations.NullMarked;
