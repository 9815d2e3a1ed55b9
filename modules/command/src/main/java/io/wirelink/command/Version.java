package io.wirelink.command;

import picocli.CommandLine.IVersionProvider;

/** The version of wirelink. */
public final class Version implements IVersionProvider {

  /** The number, such as {@code 1.2.3}; a few words where the build gave none. */
  public static String number() {
    return Version.class.getModule().getDescriptor().rawVersion().orElse("of an unknown build");
  }

  /** The commit, such as {@code 0123456789ab}; empty where the build did not know it. */
  public static String commit() {
    return System.getProperty("wirelink.commit", "");
  }

  /** All of it, such as {@code 1.2.3 (0123456789ab)}. */
  public static String text() {
    String commit = commit();
    return number() + (commit.isEmpty() ? "" : " (" + commit + ")");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"wirelink " + text()};
  }
}
