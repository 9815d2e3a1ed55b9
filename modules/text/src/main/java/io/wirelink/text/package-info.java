/** How things are said to people. */
@NullMarked
package io.wirelink.text;

import org.jspecify.annotations.NullMarked;
