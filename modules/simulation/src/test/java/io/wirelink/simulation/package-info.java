/** The simulation itself is tested first, and then the real agent in it. */
@NullMarked
package io.wirelink.simulation;

import org.jspecify.annotations.NullMarked;
