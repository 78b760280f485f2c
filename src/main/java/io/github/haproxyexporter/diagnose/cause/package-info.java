/** The closed list of reasons for which a server is down; both the judge and the repeated check speak of them. */
@NullMarked
package io.github.haproxyexporter.diagnose.cause;

import org.jspecify.annotations.NullMarked;
