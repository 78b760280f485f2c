/**
 * The page for a person and {@code /api/v1/status}: what is wrong at every HAProxy, why and since when. Read only while somebody looks.
 */
@NullMarked
package io.github.haproxyexporter.web.page;

import org.jspecify.annotations.NullMarked;
