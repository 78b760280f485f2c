/** Writes JSON. The findings and diagnoses are small and of a fixed shape, so a writer is all it takes. */
@NullMarked
package io.github.haproxyexporter.diagnose.json;

import org.jspecify.annotations.NullMarked;
