package io.wirelink.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs each test in a network namespace of its own, which ends with the test. On Linux a namespace
 * belongs to a thread: what the test's thread opens, starts and executes is in it, and the rest of
 * the virtual machine is not.
 */
final class NetworkNamespace implements InvocationInterceptor {

  private static final int CLONE_NEWNET = 0x40000000;
  private static final int CAPABILITY_VERSION_3 = 0x20080522;

  @Override
  public void interceptTestMethod(
      Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext extension)
      throws Throwable {
    proceedInNewNamespace(test, method);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext extension)
      throws Throwable {
    proceedInNewNamespace(test, method);
  }

  private static void proceedInNewNamespace(
      Invocation<Void> test, ReflectiveInvocationContext<Method> method) throws Throwable {
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .name(method.getExecutable().getName())
            .daemon()
            .start(
                () -> {
                  try {
                    enterNewNamespace();
                    var _ = test.proceed();
                  } catch (Throwable e) {
                    outcome.set(e);
                  }
                });
    if (!thread.join(Within.NEVER)) {
      AssertionError late = new AssertionError("not done after " + Within.NEVER);
      late.setStackTrace(thread.getStackTrace());
      throw late;
    }
    if (outcome.get() != null) {
      throw outcome.get();
    }
  }

  private static void enterNewNamespace() throws Throwable {
    int result =
        (int)
            function("unshare", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                .invokeExact(CLONE_NEWNET);
    assertEquals(0, result, "no new network namespace: these tests need root");
    run("ip", "link", "set", "lo", "up");
  }

  /** Takes all capabilities from this thread, and from those that it starts, for good. */
  static void dropPrivileges() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment header = arena.allocate(ValueLayout.JAVA_INT, 2);
      header.set(ValueLayout.JAVA_INT, 0, CAPABILITY_VERSION_3);
      MemorySegment none = arena.allocate(ValueLayout.JAVA_INT, 6);
      int result =
          (int)
              function(
                      "capset",
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                  .invokeExact(header, none);
      assertEquals(0, result, "capset");
    }
  }

  /** Something to do on another thread. */
  interface Task {
    void run() throws Throwable;
  }

  /** Starts a thread, which is in the namespace of the one that starts it, and keeps its end. */
  static Thread sibling(Task task, AtomicReference<Throwable> outcome) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                task.run();
              } catch (Throwable e) {
                outcome.set(e);
              }
            });
  }

  /** Runs a command in the namespace of this thread; it must succeed. */
  static String run(String... command) throws IOException, InterruptedException {
    return runWithInput("", command);
  }

  /** Runs a command that reads this text from its standard input; it must succeed. */
  static String runWithInput(String input, String... command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(Within.NEVER.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail(List.of(command) + " does not end");
    }
    assertEquals(0, process.exitValue(), () -> List.of(command) + ": " + output);
    return output;
  }

  /** Adds two Ethernet interfaces, {@code left} and {@code right}, with a cable in between. */
  static void addPair() throws IOException, InterruptedException {
    run("ip", "link", "add", "left", "type", "veth", "peer", "name", "right");
  }

  /** Adds this many IPv4 addresses, as fast as it goes. */
  static void addAddresses(String link, int count) throws IOException, InterruptedException {
    StringBuilder batch = new StringBuilder();
    for (int i = 0; i < count; i++) {
      batch.append("address add 10.1.%d.%d/32 dev %s%n".formatted(i / 256, i % 256, link));
    }
    runWithInput(batch.toString(), "ip", "-batch", "-");
  }

  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
  }
}
