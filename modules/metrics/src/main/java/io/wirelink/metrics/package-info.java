/** An agent's metrics, and the server that Prometheus scrapes. */
@NullMarked
package io.wirelink.metrics;

import org.jspecify.annotations.NullMarked;
