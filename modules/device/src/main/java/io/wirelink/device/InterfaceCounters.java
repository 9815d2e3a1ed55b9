package io.wirelink.device;

/**
 * What passed an interface since it was made, as its own counters tell. Of a WireGuard interface of
 * the kernel these are the bytes of all its peers together, handshakes and keepalives included; of
 * a userspace one, those of the packets inside the tunnel.
 *
 * @param receivedBytes bytes that came in; unsigned, from zero again if the interface is made anew
 * @param sentBytes bytes that went out; likewise
 */
public record InterfaceCounters(long receivedBytes, long sentBytes) {}
