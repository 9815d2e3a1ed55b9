package io.wirelink.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * Sends packets from a host of a lab as fast as they go, in a process of its own there. It needs no
 * other class of the project.
 */
final class PacketSender {
  private PacketSender() {}

  /**
   * Sends, and prints how many packets the network took.
   *
   * @param args the address to send from; the address and the port to send to; a file with lines of
   *     hex, each a packet; how many packets to send, beginning again at the end of the file
   */
  public static void main(String[] args) throws IOException {
    var from = new InetSocketAddress(InetAddress.getByName(args[0]), 0);
    var to = new InetSocketAddress(InetAddress.getByName(args[1]), Integer.parseInt(args[2]));
    List<byte[]> packets =
        Files.readAllLines(Path.of(args[3])).stream().map(HexFormat.of()::parseHex).toList();
    int count = Integer.parseInt(args[4]);
    int taken = 0;
    try (DatagramChannel channel = DatagramChannel.open().bind(from)) {
      for (int i = 0; i < count; i++) {
        taken += send(channel, packets.get(i % packets.size()), to);
      }
    }
    System.out.println(taken);
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
