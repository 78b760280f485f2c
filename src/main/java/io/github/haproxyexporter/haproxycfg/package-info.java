/**
 * Reads HAProxy's own configuration language as far as health checks, servers and stats sockets go. The result is a plain
 * immutable {@link io.github.haproxyexporter.haproxycfg.HaproxyConfig}, every setting with the line it comes from;
 * what could not be known without being that HAProxy is said in its notes.
 */
@NullMarked
package io.github.haproxyexporter.haproxycfg;

import org.jspecify.annotations.NullMarked;
