/**
 * Keys, CIDRs, endpoints, devices, peers, and the ports through which they are read and changed.
 */
@NullMarked
package io.wirelink.device;

import org.jspecify.annotations.NullMarked;
