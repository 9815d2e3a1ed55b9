package io.wirelink.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends packets from a host of a lab, in a process of its own there. It needs no other class of the
 * project.
 */
final class PacketSender {
  private static final int AGENT_PORT = 51_821;

  private PacketSender() {}

  /**
   * The command that sends from a host's tunnel.
   *
   * @param from the address to send from
   * @param packets a file with lines of an address, a space and hex
   * @param count how many packets to send
   * @param rate how many a second, or 0 for as many as go
   */
  static String[] command(String from, Path packets, int count, int rate) {
    return new String[] {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-Xshare:auto",
      "-XX:TieredStopAtLevel=1",
      "-cp",
      Path.of(System.getProperty("basedir"), "target", "test-classes").toString(),
      PacketSender.class.getName(),
      from.startsWith("fe80") ? from + "%wg0" : from,
      Integer.toString(AGENT_PORT),
      packets.toString(),
      Integer.toString(count),
      Integer.toString(rate)
    };
  }

  /**
   * Sends, and prints how many packets the network took.
   *
   * @param args the address to send from; the port to send to; a file with lines of an address, a
   *     space and hex, each a packet and where it goes; how many packets to send, beginning again
   *     at the end of the file; how many a second, or 0 for as many as go
   */
  public static void main(String[] args) throws IOException {
    var from = new InetSocketAddress(InetAddress.getByName(args[0]), 0);
    int port = Integer.parseInt(args[1]);
    List<InetSocketAddress> to = new ArrayList<>();
    List<byte[]> packets = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[2]))) {
      int space = line.indexOf(' ');
      to.add(new InetSocketAddress(InetAddress.getByName(line.substring(0, space)), port));
      packets.add(HexFormat.of().parseHex(line, space + 1, line.length()));
    }
    int count = Integer.parseInt(args[3]);
    int rate = Integer.parseInt(args[4]);
    long start = System.nanoTime();
    int taken = 0;
    try (DatagramChannel channel = DatagramChannel.open().bind(from)) {
      for (int i = 0; i < count; i++) {
        if (rate > 0) {
          awaitNanos(start + i * TimeUnit.SECONDS.toNanos(1) / rate);
        }
        taken += send(channel, packets.get(i % packets.size()), to.get(i % to.size()));
      }
    }
    System.out.println(taken);
  }

  private static void awaitNanos(long time) {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** What the network does not want is no reason to end. */
  private static int send(DatagramChannel channel, byte[] packet, InetSocketAddress to) {
    try {
      return channel.send(ByteBuffer.wrap(packet), to) == packet.length ? 1 : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
