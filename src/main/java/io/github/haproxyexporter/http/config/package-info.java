/**
 * Reading the file of {@code --web.config.file} into plain values. The format is the one that Prometheus's exporters share; keys
 * are strict, and every fault is an error that names the key. Nothing here touches a socket or keeps a secret in a message.
 */
@NullMarked
package io.github.haproxyexporter.http.config;

import org.jspecify.annotations.NullMarked;
