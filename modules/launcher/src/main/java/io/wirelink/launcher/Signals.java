package io.wirelink.launcher;

import java.lang.reflect.Proxy;

/**
 * Signals of the operating system.
 *
 * <p>The JDK has them in {@code sun.misc} only, of which the compiler warns whatever it is told;
 * hence the reflection. (A shutdown hook would do for the end, but the process would then not exit
 * with 0.)
 */
final class Signals {
  private Signals() {}

  /**
   * Runs something at each arrival of a signal, on a thread of its own.
   *
   * @param name the signal without SIG
   */
  static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      // The only method of the interface that is ever called is the one that tells of the signal.
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("SIG" + name + " cannot be handled", e);
    }
  }
}
