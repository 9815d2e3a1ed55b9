/** What an agent remembers over its end, in a file. */
@NullMarked
package io.wirelink.state;

import org.jspecify.annotations.NullMarked;
