package io.wirelink.kem;

import io.wirelink.device.PresharedKey;
import io.wirelink.device.PublicKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What two hosts have agreed on, and by what each shows the other that it has the same
 * (docs/protocol.md, "Preshared keys").
 *
 * @param key the preshared key
 * @param haveProof what only the two can say: the one that did not begin has the key
 * @param setProof the one that began has set it
 * @param takenProof the other one has set it as well
 */
public record Agreement(PresharedKey key, byte[] haveProof, byte[] setProof, byte[] takenProof) {

  /** How many bytes a proof has: a chance of 2^-128 for who guesses it. */
  public static final int PROOF_LENGTH = 16;

  private static final byte[] LABEL =
      "wirelink preshared key 1".getBytes(StandardCharsets.US_ASCII);

  /**
   * What was said in an exchange.
   *
   * @param leaderKey the encapsulation key of the one that began
   * @param followerKey that of the other one
   * @param forLeader the ciphertext that the other one made for the first key
   * @param forFollower the ciphertext that the one that began made for the second
   */
  public record Transcript(
      byte[] leaderKey, byte[] followerKey, byte[] forLeader, byte[] forFollower) {

    private byte[] digest() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        // Each has a fixed length, so that no two exchanges have the same bytes.
        digest.update(leaderKey);
        digest.update(followerKey);
        digest.update(forLeader);
        return digest.digest(forFollower);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java platform has SHA-256", e);
      }
    }
  }

  /**
   * What follows from an exchange.
   *
   * @param leader the WireGuard key of the host that began
   * @param follower that of the other one
   * @param secretForLeader the secret in the first ciphertext
   * @param secretForFollower the secret in the second
   */
  public static Agreement of(
      PublicKey leader,
      PublicKey follower,
      Transcript transcript,
      byte[] secretForLeader,
      byte[] secretForFollower) {
    byte[] secret = joined(secretForLeader, secretForFollower);
    byte[] info = joined(leader.bytes(), follower.bytes(), transcript.digest());
    int proofs = PresharedKey.SECRET_LENGTH;
    byte[] derived = Hkdf.derive(LABEL, secret, info, proofs + 3 * PROOF_LENGTH);
    byte[] own = Arrays.copyOf(derived, proofs);
    Agreement agreement =
        new Agreement(
            PresharedKey.agreed(own), proof(derived, 0), proof(derived, 1), proof(derived, 2));
    Arrays.fill(secret, (byte) 0);
    Arrays.fill(derived, (byte) 0);
    Arrays.fill(own, (byte) 0);
    return agreement;
  }

  private static byte[] proof(byte[] derived, int number) {
    int from = PresharedKey.SECRET_LENGTH + number * PROOF_LENGTH;
    return Arrays.copyOfRange(derived, from, from + PROOF_LENGTH);
  }

  private static byte[] joined(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** The secrets are not shown. */
  @Override
  public String toString() {
    return "(agreement)";
  }
}
