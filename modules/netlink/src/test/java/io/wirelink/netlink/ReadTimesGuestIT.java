package io.wirelink.netlink;

import static io.wirelink.netlink.NetworkNamespace.run;

import io.wirelink.device.WireGuard;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is no test, for who wants to know: how long reading takes as against {@code wg} as a
 * process. It runs only if it is named.
 */
@ExtendWith(NetworkNamespace.class)
final class ReadTimesGuestIT {

  /** By then the compiler has seen the code. */
  private static final int WARM_UP = 50;

  private static final int TIMED = 15;

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1_000})
  void theTimeOfAReadIsPrinted(int peers) throws Exception {
    WireGuard device = Wg.add("wg0");
    EnduranceGuestIT.addPeers(device, peers);
    for (int i = 0; i < WARM_UP; i++) {
      var _ = device.read();
    }
    long ours = medianNanos(device::read);
    long theirs = medianNanos(() -> run("wg", "show", "wg0", "dump"));
    System.out.printf(
        "  reading %d peers takes %.2f of the time of `wg show wg0 dump`%n",
        peers, (double) ours / theirs);
  }

  private static long medianNanos(Callable<?> operation) throws Exception {
    long[] nanos = new long[TIMED];
    for (int i = 0; i < nanos.length; i++) {
      long began = System.nanoTime();
      var _ = operation.call();
      nanos[i] = System.nanoTime() - began;
    }
    Arrays.sort(nanos);
    return nanos[nanos.length / 2];
  }
}
