/**
 * What a person sees: alert rules, runbooks, routing of pages and dashboards, held against the real Prometheus and Alertmanager. The files that are generated
 * are generated here, by the tests that fail when they are stale.
 */
@NullMarked
package io.github.haproxyexporter.pages;

import org.jspecify.annotations.NullMarked;
