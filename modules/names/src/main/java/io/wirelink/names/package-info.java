/** The names of the hosts of a mesh, over DNS. */
@NullMarked
package io.wirelink.names;

import org.jspecify.annotations.NullMarked;
