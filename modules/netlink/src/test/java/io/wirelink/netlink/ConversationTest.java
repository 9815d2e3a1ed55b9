package io.wirelink.netlink;

import static io.wirelink.netlink.Bytes.attribute;
import static io.wirelink.netlink.Bytes.done;
import static io.wirelink.netlink.Bytes.ifinfomsg;
import static io.wirelink.netlink.Bytes.message;
import static io.wirelink.netlink.Bytes.string;
import static io.wirelink.netlink.Bytes.verdict;
import static io.wirelink.netlink.FakeKernel.datagram;
import static io.wirelink.netlink.FakeKernel.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.netlink.bindings.Linux;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConversationTest {

  private static final int NEW_LINK = 16;
  private static final int MULTI = 0x2;
  private static final int INTERRUPTED = 0x10;
  private static final int CAPPED = 0x100;
  private static final int TLVS = 0x200;

  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void noChannelIsLeftOpen() {
    assertEquals(0, kernel.open());
  }

  @Test
  void aDumpIsReadOverManyDatagramsToItsEnd() throws NetlinkException {
    kernel.answers(
        n ->
            List.of(
                datagram(link(MULTI, n, "lo"), link(MULTI, n, "eth0")),
                datagram(link(MULTI, n, "wg0")),
                datagram(done(0, MULTI, n))));
    assertEquals(List.of("lo", "eth0", "wg0"), names());
  }

  @Test
  void aDumpThatChangedWhileItWasReadIsReadAgain() throws NetlinkException {
    kernel
        .answers(
            n ->
                List.of(datagram(link(MULTI, n, "old")), datagram(done(0, MULTI | INTERRUPTED, n))))
        .answers(n -> List.of(datagram(link(MULTI | INTERRUPTED, n, "old"), done(0, MULTI, n))))
        .answers(n -> List.of(datagram(link(MULTI, n, "new"), done(0, MULTI, n))));
    assertEquals(List.of("new"), names());
  }

  @Test
  void aDumpThatNeverStandsStillIsGivenUp() {
    for (int i = 0; i < Conversation.ATTEMPTS; i++) {
      kernel.answers(n -> List.of(datagram(done(0, MULTI | INTERRUPTED, n))));
    }
    assertEquals(Linux.EINTR(), assertThrows(NetlinkException.class, this::names).errno());
  }

  @Test
  void aDumpOfWhichSomethingWasLostIsReadAgain() throws NetlinkException {
    kernel
        .answers(n -> List.of(failure(Linux.ENOBUFS()), datagram(done(0, MULTI, n))))
        .answers(n -> List.of(datagram(link(MULTI, n, "lo"), done(0, MULTI, n))));
    assertEquals(List.of("lo"), names());
  }

  @Test
  void aDumpWhoseEndWasLostIsNotWaitedFor() throws NetlinkException {
    kernel
        .answers(
            n ->
                List.of(
                    datagram(link(MULTI, n, "lo")),
                    failure(Linux.ENOBUFS()),
                    failure(Linux.EAGAIN())))
        .answers(n -> List.of(datagram(link(MULTI, n, "lo"), done(0, MULTI, n))));
    assertEquals(List.of("lo"), names());
  }

  @Test
  void anAnswerThatIsLostEachTimeIsGivenUp() {
    for (int i = 0; i < Conversation.ATTEMPTS; i++) {
      kernel.answers(_ -> List.of(failure(Linux.ENOBUFS())));
    }
    assertThrows(NetlinkException.class, this::names);
    assertEquals(Conversation.ATTEMPTS, kernel.requests().size());
  }

  @Test
  void aRequestWhoseAnswerWasLostIsMadeAgain() throws NetlinkException {
    kernel
        .answers(_ -> List.of(failure(Linux.ENOBUFS())))
        .answers(n -> List.of(datagram(link(0, n, "wg0")), datagram(verdict(0, CAPPED, n))));
    assertEquals("wg0", linkCalled("wg0").name());
  }

  @Test
  void messagesThatAnswerAnotherRequestAreLeftOut() throws NetlinkException {
    kernel.answers(
        n ->
            List.of(
                datagram(link(0, n + 5, "other"), verdict(1, 0, n + 5)),
                datagram(link(0, n, "wg0"), verdict(0, CAPPED, n))));
    assertEquals("wg0", linkCalled("wg0").name());
  }

  @Test
  void aRefusalCarriesItsNumberAndTheKernelsWords() {
    kernel.answers(
        n -> List.of(datagram(verdict(95, CAPPED | TLVS, n, attribute(1, string("Not so."))))));
    NetlinkException e = assertThrows(NetlinkException.class, () -> linkCalled("wg0"));
    assertEquals(Linux.EOPNOTSUPP(), e.errno());
    assertEquals("Not so.", e.words());
  }

  @Test
  void aRefusalWhoseWordsAreNotUnderstoodKeepsItsNumber() {
    byte[] longerThanTheMessage = {40, 0, 1, 0};
    byte[] request = message(NEW_LINK, 0, 1, ifinfomsg(0, 0));
    request[0] = 120; // longer than it is
    for (FakeKernel.Script refusal :
        List.<FakeKernel.Script>of(
            n -> List.of(datagram(verdict(95, CAPPED | TLVS, n, longerThanTheMessage))),
            n -> List.of(datagram(message(2, TLVS, n, Bytes.i32(-95), request))),
            n -> List.of(datagram(message(2, TLVS, n, Bytes.i32(-95)))))) {
      kernel.answers(refusal);
      NetlinkException e = assertThrows(NetlinkException.class, () -> linkCalled("wg0"));
      assertEquals(Linux.EOPNOTSUPP(), e.errno());
      assertEquals("", e.words());
    }
  }

  @Test
  void theWordsAreFoundBehindARequestThatIsRepeatedWhole() {
    byte[] request = message(NEW_LINK, 0, 1, ifinfomsg(0, 0));
    kernel.answers(
        n ->
            List.of(
                datagram(
                    message(
                        2, TLVS, n, Bytes.i32(-22), request, attribute(1, string("Not so."))))));
    assertEquals("Not so.", assertThrows(NetlinkException.class, () -> linkCalled("wg0")).words());
  }

  @Test
  void aDumpThatTheKernelBrokeOffIsRefused() {
    kernel.answers(n -> List.of(datagram(link(MULTI, n, "lo"), done(19, MULTI, n))));
    assertEquals(Linux.ENODEV(), assertThrows(NetlinkException.class, this::names).errno());
  }

  @Test
  void anAnswerThatDoesNotComeIsAFailure() {
    kernel.answers(_ -> List.of(failure(Linux.EAGAIN())));
    assertEquals(Linux.EAGAIN(), assertThrows(NetlinkException.class, this::names).errno());
  }

  @Test
  void aNameThatNoInterfaceCanHaveIsNotAskedFor() {
    for (String name : List.of("", "sixteen-letters-")) {
      assertEquals(
          Linux.ENODEV(), assertThrows(NetlinkException.class, () -> linkCalled(name)).errno());
    }
    assertEquals(List.of(), kernel.requests());
  }

  private List<String> names() throws NetlinkException {
    try (Conversation conversation = Conversation.open(kernel, Linux.NETLINK_ROUTE())) {
      return conversation.ask(Link.requestAll(conversation), Link.Collector::new).stream()
          .map(Link::name)
          .toList();
    }
  }

  private Link linkCalled(String name) throws NetlinkException {
    try (Conversation conversation = Conversation.open(kernel, Linux.NETLINK_ROUTE())) {
      return Link.byName(conversation, name);
    }
  }

  private static byte[] link(int flags, int sequence, String name) {
    return message(
        NEW_LINK,
        flags,
        sequence,
        ifinfomsg(1, 1),
        attribute(3, string(name)),
        attribute(4, Bytes.i32(1500)));
  }
}
