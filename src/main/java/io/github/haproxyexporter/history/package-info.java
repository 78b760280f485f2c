/**
 * State changes of servers and backends: found in scrapes or read from HAProxy's log, and the log lines about them.
 */
@NullMarked
package io.github.haproxyexporter.history;

import org.jspecify.annotations.NullMarked;
