/**
 * The HTTP side: metrics, probes of named targets, service discovery, health, and the landing page. Paths are matched exactly,
 * scrapes of one target that arrive together share one dump, and no request changes anything in HAProxy.
 */
@NullMarked
package io.github.haproxyexporter.web;

import org.jspecify.annotations.NullMarked;
