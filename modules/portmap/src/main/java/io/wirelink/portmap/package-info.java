/** A port of the gateway that leads to WireGuard's own. */
@NullMarked
package io.wirelink.portmap;

import org.jspecify.annotations.NullMarked;
