package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.NatBehavior;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The NAT before this host at one moment, and what it is known by.
 *
 * @param behavior how it behaves
 * @param life for how long it keeps a mapping that nobody uses
 * @param addresses the host's own addresses outside of the tunnel, each with WireGuard's port,
 *     sorted
 * @param seen where others say that they see the host
 * @param hairpinTo who is reached at the address outside of the NAT that stands before this host,
 *     and so behind it as well (hairpinning, RFC 4787, section 6); null if nobody is, which says
 *     nothing of whether somebody would be
 */
public record NatView(
    NatBehavior behavior,
    MappingLife life,
    List<Endpoint> addresses,
    List<Seen> seen,
    @Nullable PublicKey hairpinTo) {

  /** Of an agent that nobody has told anything yet. */
  public static final NatView NONE =
      new NatView(NatBehavior.UNKNOWN, MappingLife.UNKNOWN, List.of(), List.of(), null);

  /** Keeps copies. */
  public NatView {
    addresses = List.copyOf(addresses);
    seen = List.copyOf(seen);
  }

  /**
   * That somebody sees the host.
   *
   * @param by who
   * @param router whether that is a router
   * @param at where the host's packets come from there; null if that is an address of the host's
   *     own, of which a router says nothing
   * @param since since when that is so; null if that is not known
   * @param until until when it counts, if it is not said again; null if that is not known
   */
  public record Seen(
      PublicKey by,
      boolean router,
      @Nullable Endpoint at,
      @Nullable Instant since,
      @Nullable Instant until) {}
}
