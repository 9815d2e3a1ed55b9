package io.wirelink.device;

/**
 * A default route of this host that goes by a gateway.
 *
 * @param gateway the gateway's address
 * @param interfaceIndex the index of the interface that leads to it
 * @param metric how little it is preferred, 0 to 2^32 - 1; of several, the least one is used
 */
public record DefaultRoute(IpAddress gateway, int interfaceIndex, long metric) {}
