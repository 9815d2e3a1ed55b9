/** How the direct path to a peer is. */
@NullMarked
package io.wirelink.path;

import org.jspecify.annotations.NullMarked;
