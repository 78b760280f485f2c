package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.HaproxyAddress;
import java.time.Duration;

/**
 * A HAProxy to read.
 *
 * @param name what users call it
 * @param timeout the longest that reading it may take
 */
public record Target(String name, HaproxyAddress address, Duration timeout) {}
