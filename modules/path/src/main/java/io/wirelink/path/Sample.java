package io.wirelink.path;

/**
 * What a reading of the device says of a peer, compared with the one before.
 *
 * @param fresh whether its handshake is recent enough
 * @param shaken whether there was a new handshake
 * @param sentBytes what was sent to it, but for the agent's own packets
 * @param sent whether that is traffic, and not only what WireGuard says by itself
 * @param received whether something came from it, but for packets of its agent
 * @param heard whether anything came from it
 * @param overdue whether an answer should have come long ago
 */
public record Sample(
    boolean fresh,
    boolean shaken,
    long sentBytes,
    boolean sent,
    boolean received,
    boolean heard,
    boolean overdue) {}
