/**
 * Real programs and scripted peers for tests: HAProxy, the two other exporters, Prometheus, Alertmanager and this exporter itself, each started on free
 * loopback ports and ended with the test. The strict exposition parser here is the judge of every answer, so it shares no code with the encoder.
 */
@NullMarked
package io.github.haproxyexporter.testing;

import org.jspecify.annotations.NullMarked;
