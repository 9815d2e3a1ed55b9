package io.wirelink.netlink;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the test classes that are named, where there is no Maven: in the guest of {@code
 * scripts/test-kernel}. Prints a line for each test, and at the end how many there were.
 */
final class GuestTests implements TestExecutionListener {

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private long startedNanos;
  private int passed;
  private int failed;

  private GuestTests() {}

  public static void main(String[] classes) {
    GuestTests tests = new GuestTests();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(
                    Stream.of(classes)
                        .map(name -> selectClass(GuestTests.class.getPackageName() + "." + name))
                        .toList())
                .configurationParameter("jqwik.database", "/tmp/jqwik-database")
                .build(),
            tests);
    tests.out.println(tests.passed + " passed, " + tests.failed + " failed");
    System.exit(tests.failed == 0 && tests.passed > 0 ? 0 : 1);
  }

  @Override
  public void executionStarted(TestIdentifier identifier) {
    startedNanos = System.nanoTime();
  }

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    boolean success = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
    if (success && !identifier.isTest()) {
      return;
    }
    passed += success ? 1 : 0;
    failed += success ? 0 : 1;
    out.printf(
        Locale.ROOT,
        "%s %6.2f s  %s%n",
        success ? "ok    " : "FAILED",
        (System.nanoTime() - startedNanos) / 1e9,
        nameOf(identifier));
    result.getThrowable().ifPresent(this::printOwnFrames);
  }

  /** As {@code ClassName methodName}, and what tells it from others of its method. */
  private static String nameOf(TestIdentifier identifier) {
    String display = identifier.getDisplayName();
    if (identifier.getSource().orElse(null) instanceof MethodSource source) {
      String method = source.getMethodName();
      return source.getClassName().replaceAll(".*\\.", "")
          + " "
          + method
          + (display.equals(method + "()") ? "" : " " + display);
    }
    return display;
  }

  /** Says what went wrong and where in our code: the frames in between are the platform's. */
  private void printOwnFrames(Throwable throwable) {
    for (Throwable cause = throwable; cause != null; cause = cause.getCause()) {
      out.println("  " + cause);
      for (StackTraceElement frame : cause.getStackTrace()) {
        if (frame.getClassName().startsWith("io.wirelink.")) {
          out.println("    at " + frame);
        }
      }
    }
  }
}
