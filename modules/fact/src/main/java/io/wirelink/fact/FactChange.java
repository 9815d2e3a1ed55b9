package io.wirelink.fact;

/** Something that happened to a believed fact. */
public sealed interface FactChange {

  /** The fact that it happened to. */
  StoredFact stored();

  /**
   * It was not believed before.
   *
   * @param stored the fact
   */
  record Added(StoredFact stored) implements FactChange {}

  /**
   * It is now believed for longer.
   *
   * @param stored the fact
   */
  record Renewed(StoredFact stored) implements FactChange {}

  /**
   * It is not believed any more.
   *
   * @param stored the fact as it was
   * @param source who said it last
   * @param cause why
   */
  record Removed(StoredFact stored, Source source, Cause cause) implements FactChange {}

  /** Why a fact is not believed any more. */
  enum Cause {
    /** Its time to live ran out, and nobody said it again. */
    EXPIRED,
    /** This host said or remembered it, and it is no longer true, or was to be forgotten. */
    WITHDRAWN,
    /** It gave way to a fact of a more trusted source. */
    EVICTED,
    /** Who said it is not believed any more, or has taken it back. */
    DISBELIEVED
  }
}
