/** Trust levels, and what each of them may assert. */
@NullMarked
package io.wirelink.trust;

import org.jspecify.annotations.NullMarked;
