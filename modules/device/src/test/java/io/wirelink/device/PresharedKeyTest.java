package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.device.PresharedKeyPrint.Kind;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PresharedKeyTest {

  @Test
  void noKeyIsAllZeroes() {
    assertArrayEquals(new byte[32], PresharedKey.NONE.bytes());
    assertEquals(PresharedKeyPrint.NONE, PresharedKey.NONE.print());
    assertEquals(PresharedKeyPrint.NONE, PresharedKey.ofBytes(new byte[32]).print());
  }

  @Test
  void theMarkIsWhatTheProtocolSays() {
    byte[] secret = new byte[24];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) i;
    }
    byte[] bytes = PresharedKey.agreed(secret).bytes();
    assertArrayEquals(secret, Arrays.copyOf(bytes, 24));
    // printf 'wirelink agreed preshared key\0\1...\27' | sha256sum
    assertEquals("8a79fcb7c2e7d5c4", HexFormat.of().formatHex(bytes, 24, 32));
  }

  @Property
  void anAgreedKeyIsKnownByItsFormAndNoOther(
      @ForAll @Size(24) byte[] secret, @ForAll int position, @ForAll byte change) {
    PresharedKey agreed = PresharedKey.agreed(secret);
    assertEquals(Kind.AGREED, agreed.print().kind());
    assertEquals(agreed.print(), PresharedKey.ofBytes(agreed.bytes()).print());
    byte[] other = agreed.bytes();
    other[Math.floorMod(position, other.length)] ^= (byte) (change | 1);
    PresharedKeyPrint changed = PresharedKey.ofBytes(other).print();
    assertEquals(Kind.BY_HAND, changed.kind());
    assertNotEquals(agreed.print().print(), changed.print());
  }

  @Test
  void whatIsSetIsACopyAndTheKeyCanBeCleared() {
    byte[] bytes = new byte[32];
    bytes[0] = 1;
    PresharedKey key = PresharedKey.ofBytes(bytes);
    bytes[0] = 2;
    key.bytes()[0] = 3;
    assertEquals(1, key.bytes()[0]);
    key.clear();
    assertArrayEquals(new byte[32], key.bytes());
  }

  @Test
  void anotherLengthIsRefused() {
    for (int length : List.of(0, 31, 33)) {
      assertThrows(IllegalArgumentException.class, () -> PresharedKey.ofBytes(new byte[length]));
    }
    assertThrows(IllegalArgumentException.class, () -> PresharedKey.agreed(new byte[32]));
  }

  @Test
  void itNeverShowsItself() {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) 0x5a);
    PresharedKey key = PresharedKey.ofBytes(bytes);
    PublicKey peer = new PublicKey(1, 2, 3, 4);
    PeerChange change = PeerChange.add(peer).withAllowedIps(Set.of()).withPresharedKey(key);
    assertEquals("(preshared key)", key.toString());
    assertEquals("(preshared key: BY_HAND)", key.print().toString());
    assertEquals(false, change.toString().contains("5a5a"));
  }
}
