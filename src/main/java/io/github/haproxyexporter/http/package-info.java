/**
 * The HTTP server: requests, routes, time-outs, limits, TLS, users. It knows nothing of what it serves.
 */
@NullMarked
package io.github.haproxyexporter.http;

import org.jspecify.annotations.NullMarked;
