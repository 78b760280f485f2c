/**
 * TLS contexts out of the settings of a web configuration: certificates, keys and the trust in clients, versions and ciphers.
 * Loaded only when TLS is served, as its libraries cost time and memory.
 */
@NullMarked
package io.github.haproxyexporter.http.tls;

import org.jspecify.annotations.NullMarked;
