/** Key encapsulation, and the preshared key that follows from it. */
@NullMarked
package io.wirelink.kem;

import org.jspecify.annotations.NullMarked;
