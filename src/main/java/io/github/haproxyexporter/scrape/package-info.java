/**
 * Targets and how they are read: one shared scrape for all that ask for the same at the same time.
 */
@NullMarked
package io.github.haproxyexporter.scrape;

import org.jspecify.annotations.NullMarked;
