/**
 * Why a server is down and what to do about it, told from what HAProxy said, its configuration, a repeated check and the log.
 * The result is a plain value; printing it is the command line's work.
 */
@NullMarked
package io.github.haproxyexporter.diagnose;

import org.jspecify.annotations.NullMarked;
