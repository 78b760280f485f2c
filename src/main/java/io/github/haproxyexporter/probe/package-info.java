/**
 * Repeats a health check from here: the same address, transport, request and expectations as HAProxy's own, each step with its
 * time. It connects to nothing but what the configuration or the running HAProxy names.
 */
@NullMarked
package io.github.haproxyexporter.probe;

import org.jspecify.annotations.NullMarked;
