package io.github.haproxyexporter.http.access;

/** Whether a request may go on. */
public enum Admission {
    ADMITTED,
    /** It lacks a right name and password. */
    UNAUTHORIZED,
    /** It comes too soon after others. */
    TOO_MANY
}
