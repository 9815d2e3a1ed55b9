package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyTest {

  @Provide
  Arbitrary<PublicKey> keys() {
    return Values.publicKeys();
  }

  @Property
  void textAndBytesReadBackAsTheSameKey(@ForAll("keys") PublicKey key) {
    assertEquals(44, key.toString().length());
    assertEquals(key, PublicKey.parse(key.toString()));
    assertEquals(key, PublicKey.ofBytes(key.bytes()));
    ByteBuffer buffer = ByteBuffer.allocate(PublicKey.LENGTH);
    key.write(buffer);
    assertArrayEquals(key.bytes(), buffer.array());
    assertEquals(key, PublicKey.read(buffer.flip()));
  }

  @Property
  void keysAreOrderedAsTheirBytes(@ForAll("keys") PublicKey one, @ForAll("keys") PublicKey other) {
    int expected = Arrays.compareUnsigned(one.bytes(), other.bytes());
    assertEquals(Integer.signum(expected), Integer.signum(one.compareTo(other)));
  }

  /** From docs/protocol.md and its vectors. */
  @ParameterizedTest
  @CsvSource({
    "ZP/Mzlvt9BwNH9oqtuL0ZP8OW1foBBWfE8R6nSrM/nk=, fe80::8cf3:2eee:f929:448d",
    "302gDmQsULru7lawg8XvU92Y43G2eAntZk39wpJSMwY=, fe80::a496:afd9:9972:9ea1",
    "EamDDW+ntyyiNthpqBGROuRrmqlYw/k39z7Ym1F5gTU=, fe80::33e7:815b:b275:9e62",
    "NC1Gnzlw/oTvw0dFmZnzFvTYfGP9vzBrWA4CBuxHXz4=, fe80::aa0d:e059:1826:64f2",
    "/1TXVA0x8DB6iQWkpjfSZhkrVhCcnFztB0kEnbNthEk=, fe80::bf66:961:e871:f47a"
  })
  void theLinkLocalAddressComesFromTheKey(String key, String address) {
    assertEquals(address, PublicKey.parse(key).linkLocalAddress().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "QUJD",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA*AAAA="
      })
  void everythingElseIsNoKey(String text) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> PublicKey.parse(text));
    assertFalse(!text.isEmpty() && e.getMessage().contains(text), "it may be a secret");
  }
}
