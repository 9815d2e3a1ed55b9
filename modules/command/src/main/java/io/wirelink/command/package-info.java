/** The command line of {@code wirelink}, and what it prints. */
@NullMarked
package io.wirelink.command;

import org.jspecify.annotations.NullMarked;
