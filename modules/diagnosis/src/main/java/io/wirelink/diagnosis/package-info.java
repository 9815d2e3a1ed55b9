/** Why a peer is not reached directly: causes, and how they are told. */
@NullMarked
package io.wirelink.diagnosis;

import org.jspecify.annotations.NullMarked;
