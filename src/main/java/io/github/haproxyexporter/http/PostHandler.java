package io.github.haproxyexporter.http;

import com.sun.net.httpserver.HttpHandler;

/** Handles requests that change something in the exporter, and so come by POST or PUT. */
@FunctionalInterface
public interface PostHandler extends HttpHandler {}
