/**
 * Why a server is down and what to do about it, told from what HAProxy said; and the linter of the health checks in an
 * haproxy.cfg. Both return findings as plain values; printing them is the command line's work.
 */
@NullMarked
package io.github.haproxyexporter.diagnose;

import org.jspecify.annotations.NullMarked;
