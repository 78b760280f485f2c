/**
 * Takes servers out of service and puts them back, over the stats socket. A change is planned against what HAProxy says, so
 * that nothing happens when a name is wrong or clients would be left without a server, and verified afterwards.
 */
@NullMarked
package io.github.haproxyexporter.control;

import org.jspecify.annotations.NullMarked;
