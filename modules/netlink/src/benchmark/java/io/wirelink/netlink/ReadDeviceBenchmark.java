package io.wirelink.netlink;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PublicKey;
import io.wirelink.device.UserspaceBackend;
import io.wirelink.device.WireGuard;
import io.wirelink.device.WireGuardBackend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to read a whole device, beside what a script would do instead: run {@code wg
 * show INTERFACE dump} and take in what it prints. The interfaces are there before: see {@code
 * scripts/bench}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class ReadDeviceBenchmark {

  /** Which backend serves the interface {@code bench-BACKEND}. */
  @Param({"kernel", "userspace"})
  public String backend = "";

  /** How many peers the device has, each with an endpoint and two AllowedIPs. */
  @Param({"10", "100", "1000"})
  public int peers;

  private WireGuard device;

  /** Gives the device its peers. */
  @Setup
  public void open() throws DeviceException {
    WireGuardBackend opener =
        backend.equals("kernel") ? new KernelBackend() : new UserspaceBackend();
    device = opener.open("bench-" + backend).orElseThrow();
    device.configure(new DeviceChange(null, null, null, true, changes(peers)));
  }

  /** Lets go of the device. */
  @TearDown
  public void close() {
    device.close();
  }

  /** Reads as the agent does. */
  @Benchmark
  public DeviceState read() throws DeviceException {
    return device.read();
  }

  /** Reads as a script does. */
  @Benchmark
  public byte[] wgShowDump() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("wg", "show", device.interfaceName(), "dump")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] printed = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException("wg failed");
    }
    return printed;
  }

  private static List<PeerChange> changes(int peers) {
    Random random = new Random(peers);
    List<PeerChange> changes = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      byte[] bytes = new byte[PublicKey.LENGTH];
      random.nextBytes(bytes);
      PublicKey key = PublicKey.ofBytes(bytes);
      changes.add(
          PeerChange.add(key)
              .withEndpoint(new Endpoint(IpAddress.v4(0xc0000200 | i & 0xff), 51820))
              .withKeepalive(25)
              .withAllowedIps(
                  Set.of(
                      Cidr.host(IpAddress.v4(0x0a000000 | i)), Cidr.host(key.linkLocalAddress()))));
    }
    return changes;
  }
}
