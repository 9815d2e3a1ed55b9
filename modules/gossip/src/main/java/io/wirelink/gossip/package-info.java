/** Packets, who knows what until when, and the UDP transport. */
@NullMarked
package io.wirelink.gossip;

import org.jspecify.annotations.NullMarked;
