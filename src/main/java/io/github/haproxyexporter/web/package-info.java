/**
 * The HTTP side: metrics, health, and the landing page. Paths are matched exactly, scrapes that arrive together share one dump,
 * and no request changes anything in HAProxy.
 */
@NullMarked
package io.github.haproxyexporter.web;

import org.jspecify.annotations.NullMarked;
