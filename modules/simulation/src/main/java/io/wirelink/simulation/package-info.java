/** Hosts, links, NATs and clocks in virtual time. */
@NullMarked
package io.wirelink.simulation;

import org.jspecify.annotations.NullMarked;
