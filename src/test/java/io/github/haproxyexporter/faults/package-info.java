/**
 * Everything that can go wrong between HAProxy and Prometheus, tried on the packaged daemon: each fault with the answer it must have and the next good
 * scrape after it. Fuzz targets and the soak are here too.
 */
@NullMarked
package io.github.haproxyexporter.faults;

import org.jspecify.annotations.NullMarked;
