/** Finds the transitions of servers in HAProxy's log, whatever syslog put in front of each line. */
@NullMarked
package io.github.haproxyexporter.diagnose.log;

import org.jspecify.annotations.NullMarked;
