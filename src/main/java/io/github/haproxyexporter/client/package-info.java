/**
 * A connection to one HAProxy: its address (unix, abstract unix, tcp, http), commands out, a bounded byte stream in.
 * One deadline covers connecting and reading, and whatever goes wrong has a kind. This package knows nothing of what the
 * bytes mean.
 */
@NullMarked
package io.github.haproxyexporter.client;

import org.jspecify.annotations.NullMarked;
