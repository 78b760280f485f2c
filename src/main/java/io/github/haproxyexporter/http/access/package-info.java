/**
 * The web configuration at work: it admits requests by rate, user and password and gives connections their TLS, and takes a
 * changed file over while it runs. What is wrong at the start is an error; what is wrong later leaves the last good state in force.
 */
@NullMarked
package io.github.haproxyexporter.http.access;

import org.jspecify.annotations.NullMarked;
