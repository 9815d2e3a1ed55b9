/** Facts, their attributes and values, the wire codec, and the store. */
@NullMarked
package io.wirelink.fact;

import org.jspecify.annotations.NullMarked;
