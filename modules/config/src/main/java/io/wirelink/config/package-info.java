/** The configuration of an agent, from files, environment and flags. */
@NullMarked
package io.wirelink.config;

import org.jspecify.annotations.NullMarked;
