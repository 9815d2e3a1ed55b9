/** The composition of the {@code wirelink} command. */
@NullMarked
package io.wirelink.launcher;

import org.jspecify.annotations.NullMarked;
