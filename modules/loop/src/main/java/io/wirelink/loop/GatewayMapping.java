package io.wirelink.loop;

import io.wirelink.agent.Event;
import io.wirelink.device.DeviceException;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.PrivateKey;
import io.wirelink.portmap.Gateway;
import io.wirelink.portmap.Gateways;
import io.wirelink.portmap.PortMapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the asking of gateways needs of a host: where they are, and a secret. */
final class GatewayMapping {

  private static final Logger log = LoggerFactory.getLogger(GatewayMapping.class);

  /** Keeps the secret apart from whatever else may be made of the key one day. */
  private static final byte[] PURPOSE = "wirelink port mapping".getBytes(StandardCharsets.US_ASCII);

  private GatewayMapping() {}

  /**
   * Asks nobody yet.
   *
   * @param tunnel the WireGuard interface
   * @param key its private key, from which the secret follows
   * @param happened is told of changes, by a thread of its own
   * @throws DeviceException if the system refuses what it takes
   */
  static PortMapping open(
      HostNetwork network, String tunnel, PrivateKey key, Consumer<Event> happened)
      throws DeviceException {
    try {
      return new PortMapping(
          () -> gateways(network, tunnel),
          secret(key),
          statuses -> happened.accept(new Event.PortsMapped(statuses)));
    } catch (IOException e) {
      throw new DeviceException(
          DeviceException.Reason.FAILED, "gateways cannot be asked: " + e.getMessage(), e);
    }
  }

  private static @Nullable List<Gateway> gateways(HostNetwork network, String tunnel) {
    try {
      return Gateways.of(network.defaultRoutes(), network.interfaces(), tunnel);
    } catch (DeviceException e) {
      log.debug("The gateways cannot be read and will be read again: {}", e.getMessage());
      return null;
    }
  }

  private static byte[] secret(PrivateKey key) {
    byte[] bytes = key.bytes();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(PURPOSE);
      return digest.digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
