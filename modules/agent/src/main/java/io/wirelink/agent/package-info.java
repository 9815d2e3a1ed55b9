/** The state machine of one host and the loop that runs it. */
@NullMarked
package io.wirelink.agent;

import org.jspecify.annotations.NullMarked;
