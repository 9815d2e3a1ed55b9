package io.wirelink.names;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Header;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Answers queries on loopback as an agent's are answered in its tunnel, so that the build of the
 * image can record the classes that it takes. Without that, the first query to each agent would
 * have them read and parsed: some 50 ms, and megabytes that it shares with no other process.
 */
public final class NamesRehearsal {

  /** By then a server on this host has answered. */
  private static final int PATIENCE_MILLIS = 1000;

  /** Those that take 1232 bytes, and ask for nothing else (RFC 6891, 6.1.2). */
  private static final byte[] OPTIONS = {0, 0, Type.OPT, 0x04, (byte) 0xd0, 0, 0, 0, 0, 0, 0};

  private static final int MOST_BYTES = Header.LENGTH + 255 + 4 + OPTIONS.length;

  private static final IpAddress LOOPBACK = IpAddress.parse("::1");
  private static final NameDomain DOMAIN = new NameDomain("rehearsal.wirelink");
  private static final List<Cidr> ADDRESSES =
      List.of(Cidr.parse("10.77.0.1/24"), Cidr.parse("fd77::1/64"));

  private NamesRehearsal() {}

  /**
   * Asks for both addresses of a host, for the host at one of them, and for one that is not there.
   *
   * @return the answers, in that order
   * @throws IOException if this host has no loopback of IPv6
   */
  public static List<byte[]> run() throws IOException {
    NameClaim host =
        new NameClaim(
            new PublicKey(1, 0, 0, 0),
            "host",
            false,
            Set.of(ADDRESSES.getFirst().address(), ADDRESSES.getLast().address()));
    Name domain = Name.fromConstantString(DOMAIN.text() + ".");
    Name reverse = ReverseName.of(Cidr.host(ADDRESSES.getFirst().address()));
    List<byte[]> queries =
        List.of(
            query(Name.fromString("host", domain), Type.A),
            query(Name.fromString("host", domain), Type.AAAA),
            query(reverse, Type.PTR),
            query(Name.fromString("nobody", domain), Type.A));
    FreshZone zone =
        new FreshZone(
            () -> Zone.of(DOMAIN, List.of(host), ADDRESSES.stream().map(Cidr::masked).toList()),
            NamesRehearsal::noTime,
            FreshZone.PATIENCE_NANOS);
    InetSocketAddress loopback = new InetSocketAddress(LOOPBACK.toInetAddress(), 0);
    try (zone;
        NameServer server =
            NameServer.open(
                loopback,
                new Queries(false, LOOPBACK, zone, NamesRehearsal::noTime, new NameCounts()));
        DatagramSocket socket = new DatagramSocket(loopback)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      return answers(socket, server.address(), queries);
    }
  }

  /** It is over before anything would be old, or too often. */
  private static long noTime() {
    return 0;
  }

  private static List<byte[]> answers(
      DatagramSocket socket, InetSocketAddress server, List<byte[]> queries) throws IOException {
    List<byte[]> answers = new ArrayList<>();
    for (byte[] query : queries) {
      socket.send(new DatagramPacket(query, query.length, server));
      DatagramPacket answer =
          new DatagramPacket(new byte[Answerer.MAX_DATAGRAM], Answerer.MAX_DATAGRAM);
      try {
        socket.receive(answer);
        answers.add(Arrays.copyOf(answer.getData(), answer.getLength()));
      } catch (SocketTimeoutException e) {
        // The build goes on with what was recorded.
      }
    }
    return answers;
  }

  /** A query as systemd-resolved sends it, but for its number. */
  private static byte[] query(Name name, int type) {
    ByteBuffer query = ByteBuffer.allocate(MOST_BYTES);
    query.putShort((short) 0).putShort((short) 0x0100);
    query.putShort((short) 1).putInt(0).putShort((short) 1);
    query.put(name.toWire()).putShort((short) type).putShort((short) DClass.IN).put(OPTIONS);
    return Arrays.copyOf(query.array(), query.position());
  }
}
