/**
 * What commands print: diagnoses and lint findings as text, JSON and SARIF.
 */
@NullMarked
package io.github.haproxyexporter.cli.report;

import org.jspecify.annotations.NullMarked;
