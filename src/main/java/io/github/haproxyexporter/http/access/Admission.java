package io.github.haproxyexporter.http.access;

/** Whether a request may go on. */
public enum Admission {
    ADMITTED,
    /** It lacks a right name and password. */
    UNAUTHORIZED,
    /** It comes too soon after others, or its password while another one of the same client is checked. */
    TOO_MANY
}
