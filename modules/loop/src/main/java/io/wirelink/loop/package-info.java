/** The loop that runs an agent on a host. */
@NullMarked
package io.wirelink.loop;

import org.jspecify.annotations.NullMarked;
