package io.wirelink.diagnosis;

import java.util.Locale;

/** Why a host is not reached directly, or that it is (docs/why.md). */
public enum Cause {
  /** It is reached directly. */
  DIRECT,
  /** It is this host itself. */
  SELF,
  /** Nobody has ever spoken of it, and nothing ever came from it. */
  NEVER_SEEN,
  /** It is not there, or not in the mesh: who saw it before sees it no more. */
  OFFLINE,
  /** No router answers, so nothing can be learned of anybody. */
  ROUTER_DOWN,
  /** The device has it, and nobody who is believed says that it belongs to the mesh. */
  NOT_A_MEMBER,
  /** Who speaks of it is not trusted with what it says. */
  SOURCE_NOT_TRUSTED,
  /** The only way to it that anybody knows leads through the tunnel itself. */
  ENDPOINT_IN_TUNNEL,
  /** Every endpoint that anybody knows is this host's own, or no address for other hosts. */
  ENDPOINT_UNUSABLE,
  /** Nobody knows an endpoint of it. */
  NO_ENDPOINT,
  /** A NAT takes a new port for each destination, so that neither side finds the other. */
  SYMMETRIC_NAT,
  /** It is there, and nothing that is sent to its endpoints comes back. */
  UDP_BLOCKED,
  /** It runs without an agent, and so does not know of this host. */
  BASIC,
  /** It comes and goes, and is kept from traffic until it is steady. */
  FLAPPING,
  /** What it sends arrives, and what is sent to it does not. */
  ONE_WAY,
  /** Small packets pass, and large ones get lost. */
  LARGE_LOST,
  /** It answers, and says that it does not use the path. */
  GIVEN_UP_BY_PEER,
  /** It answers, but its agent was not heard. */
  AGENT_NOT_HEARD,
  /** It answers, and nobody who is believed says what is to be routed to it. */
  NO_NETWORKS,
  /** Its networks are routed to another peer that answers. */
  IN_USE_ELSEWHERE,
  /** The device does not take what the agent tells it. */
  DEVICE_REFUSES,
  /** Not everything was tried yet. */
  STILL_TRYING;

  /** The word for it in the answers of programs: lower case, with underscores. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
