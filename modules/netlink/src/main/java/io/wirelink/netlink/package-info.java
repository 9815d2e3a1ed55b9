/** WireGuard, addresses and links of the Linux kernel, over netlink. */
@NullMarked
package io.wirelink.netlink;

import org.jspecify.annotations.NullMarked;
