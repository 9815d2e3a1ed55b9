package io.wirelink.names;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.device.IpAddress;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Over real sockets, on loopback. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NameServerTest {
  private static final byte[] QUERY = AnswererTest.query("leaf1.wg0.wirelink.", Type.A).toWire();

  private static final InetAddress LOOPBACK = IpAddress.parse("::1").toInetAddress();

  private final Answerer answerer = new Answerer(Mesh.some());
  private NameServer server;

  @BeforeEach
  void open() throws IOException {
    server = open(0);
  }

  private NameServer open(int port) throws IOException {
    Queries queries =
        new Queries(
            false, IpAddress.parse("fe80::1"), () -> answerer, System::nanoTime, new NameCounts());
    return NameServer.open(new InetSocketAddress(LOOPBACK, port), queries);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private byte[] asked(byte[] query) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      socket.send(new DatagramPacket(query, query.length, server.address()));
      DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
      socket.receive(answer);
      return Arrays.copyOf(answer.getData(), answer.getLength());
    }
  }

  private static void isLeaf1(byte[] answer) throws IOException {
    List<Record> records = new Message(answer).getSection(Section.ANSWER);
    assertEquals(List.of("10.77.0.11"), records.stream().map(Record::rdataToString).toList());
  }

  @Test
  void aDatagramIsAnswered() throws IOException {
    isLeaf1(asked(QUERY));
  }

  @Test
  void whatIsNoQueryKeepsNobodyFromAnAnswer() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      for (int length : new int[] {0, 1, 11, 2000, 9000}) {
        socket.send(new DatagramPacket(new byte[length], length, server.address()));
      }
    }
    isLeaf1(asked(QUERY));
  }

  @Test
  void queriesOverTcpAreAnsweredOneAfterTheOther() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server.address());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] both = new byte[2 * (2 + QUERY.length)];
      for (int i = 0; i < 2; i++) {
        both[i * (2 + QUERY.length) + 1] = (byte) QUERY.length;
        System.arraycopy(QUERY, 0, both, i * (2 + QUERY.length) + 2, QUERY.length);
      }
      // In pieces, as a network may have it.
      for (byte each : both) {
        out.write(each);
        out.flush();
      }
      for (int i = 0; i < 2; i++) {
        isLeaf1(in.readNBytes(in.readUnsignedShort()));
      }
    }
  }

  @Test
  void whoAnnouncesMoreThanAQueryIsDisconnected() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server.address());
      socket.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xff});
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void whoComesLastOfTooManyIsServed() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * NameServer.MAX_CLIENTS; i++) {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.connect(server.address());
      }
      Socket last = sockets.getLast();
      DataOutputStream out = new DataOutputStream(last.getOutputStream());
      out.writeShort(QUERY.length);
      out.write(QUERY);
      DataInputStream in = new DataInputStream(last.getInputStream());
      isLeaf1(in.readNBytes(in.readUnsignedShort()));
      assertEquals(-1, sockets.getFirst().getInputStream().read());
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void aPortIsHadByOneAndFreeAfterItsEnd() throws IOException {
    int port = server.address().getPort();
    assertThrows(IOException.class, () -> open(port));
    byte[] answer = asked(QUERY);
    server.close();
    server.close();
    server = open(port);
    assertArrayEquals(answer, asked(QUERY));
  }
}
