package io.wirelink.device;

/**
 * How much passed through an interface since it was made, as the kernel counts it.
 *
 * @param receivedBytes bytes received
 * @param sentBytes bytes sent
 */
public record InterfaceCounters(long receivedBytes, long sentBytes) {}
