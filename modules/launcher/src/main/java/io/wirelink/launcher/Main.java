package io.wirelink.launcher;

/** The entry of the {@code wirelink} command. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(0);
  }
}
