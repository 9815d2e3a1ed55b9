package io.wirelink.metrics;

/**
 * Which program is measured.
 *
 * @param version its version
 * @param commit the commit it was built from; empty if that is not known
 */
public record Build(String version, String commit) {}
