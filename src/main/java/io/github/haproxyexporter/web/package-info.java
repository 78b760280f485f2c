/**
 * What is served: metrics, health, and the page for a person. No request changes anything in HAProxy.
 */
@NullMarked
package io.github.haproxyexporter.web;

import org.jspecify.annotations.NullMarked;
