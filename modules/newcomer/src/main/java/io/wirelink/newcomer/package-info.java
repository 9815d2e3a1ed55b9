/** What a host does to come into a mesh by one line. */
@NullMarked
package io.wirelink.newcomer;

import org.jspecify.annotations.NullMarked;
