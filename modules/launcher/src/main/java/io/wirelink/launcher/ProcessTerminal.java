package io.wirelink.launcher;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.wirelink.command.Terminal;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The terminal of this process. */
final class ProcessTerminal implements Terminal {
  private static final int STANDARD_OUTPUT = 1;

  /** What standard output is: asking the file system first saves most starts a native call. */
  private static final Path OUTPUT = Path.of("/proc/self/fd/" + STANDARD_OUTPUT);

  private static final String DEVICES = "/dev/";

  @Override
  public Optional<Size> size() {
    try {
      boolean device = Files.readSymbolicLink(OUTPUT).startsWith(DEVICES);
      return device ? Window.size() : Optional.empty();
    } catch (IOException e) {
      return Window.size(); // no /proc, or not ours
    }
  }

  @Override
  public Pauses pauses() {
    return new SignalledPauses();
  }

  /** Pauses that signals cut short, and the usual ones for good. */
  private static final class SignalledPauses implements Pauses {
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean ended;

    SignalledPauses() {
      Signals.handle("WINCH", wake::release);
      for (String signal : new String[] {"TERM", "INT", "HUP"}) {
        Signals.handle(signal, this::end);
      }
    }

    private void end() {
      ended = true;
      wake.release();
    }

    @Override
    public boolean pause(Duration most) throws InterruptedException {
      if (!ended && wake.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
        wake.drainPermits();
      }
      return !ended;
    }
  }

  /** The window as the kernel knows it (ioctl_tty(2)). */
  private static final class Window {
    /** {@code TIOCGWINSZ} of asm-generic/ioctls.h; where it is another, there is no size. */
    private static final long GET_WINDOW_SIZE = 0x5413;

    /** {@code struct winsize}: rows, columns, and pixels both ways. */
    private static final long SIZE_BYTES = 8;

    private static final long ROWS_OFFSET = 0;
    private static final long COLUMNS_OFFSET = 2;

    private static final MethodHandle IOCTL =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().find("ioctl").orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                Linker.Option.firstVariadicArg(2));

    private Window() {}

    static Optional<Size> size() {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment size = arena.allocate(SIZE_BYTES);
        int result = (int) IOCTL.invokeExact(STANDARD_OUTPUT, GET_WINDOW_SIZE, size);
        int columns = Short.toUnsignedInt(size.get(JAVA_SHORT, COLUMNS_OFFSET));
        int rows = Short.toUnsignedInt(size.get(JAVA_SHORT, ROWS_OFFSET));
        return result == 0 ? Optional.of(new Size(columns, rows)) : Optional.empty();
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new AssertionError("a native call throws nothing", e);
      }
    }
  }
}
