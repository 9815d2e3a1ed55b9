/** The control socket of an agent: server, client, questions and answers. */
@NullMarked
package io.wirelink.control;

import org.jspecify.annotations.NullMarked;
