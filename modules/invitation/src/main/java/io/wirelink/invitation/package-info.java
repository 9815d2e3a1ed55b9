/** How a host is let into a mesh by one line of text. */
@NullMarked
package io.wirelink.invitation;

import org.jspecify.annotations.NullMarked;
