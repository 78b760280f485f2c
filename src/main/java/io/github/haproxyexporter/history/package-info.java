/**
 * State changes of servers and backends: found in scrapes or read from HAProxy's log or ring, a bounded memory of them, and the log lines
 * about them.
 */
@NullMarked
package io.github.haproxyexporter.history;

import org.jspecify.annotations.NullMarked;
