package io.wirelink.agent;

import io.wirelink.fact.KeyRotation;
import java.time.Instant;

/**
 * What a host keeps, from one start to the next, of another that takes another key.
 *
 * @param rotation what was said
 * @param name what the other was called then; empty if that was not known
 * @param since when this host heard of it
 * @param over whether the other has its new key, and the old one is worth nothing any more
 */
public record KeptSuccession(KeyRotation rotation, String name, Instant since, boolean over) {

  /** The same, and the other has its new key. */
  KeptSuccession concluded() {
    return new KeptSuccession(rotation, name, since, true);
  }
}
