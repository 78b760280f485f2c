/**
 * Who may ask, and how often: passwords against bcrypt hashes, and the rate of requests. A password is never kept; what is
 * remembered of one that was checked is a hash under a key that no other process knows.
 */
@NullMarked
package io.github.haproxyexporter.http.auth;

import org.jspecify.annotations.NullMarked;
