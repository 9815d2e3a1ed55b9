package io.wirelink.agent;

/** What an operator has a host do about its key. */
public enum RotationStep {
  /** Make another key, if none is made yet, and announce it as soon as it is kept. */
  BEGIN {
    @Override
    public boolean take(Rotations rotations) {
      rotations.begin();
      return true;
    }
  },

  /** Take the key that was announced, in a moment. */
  CHANGE {
    @Override
    public boolean take(Rotations rotations) throws RotationRefusedException {
      rotations.change();
      return true;
    }
  },

  /** Stay with the key that the host has. */
  WITHDRAW {
    @Override
    public boolean take(Rotations rotations) throws RotationRefusedException {
      rotations.withdraw();
      return true;
    }
  };

  /**
   * Takes it.
   *
   * @return true
   * @throws RotationRefusedException if that cannot be now; the message says why
   */
  public abstract boolean take(Rotations rotations) throws RotationRefusedException;
}
