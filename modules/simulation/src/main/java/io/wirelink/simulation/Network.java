package io.wirelink.simulation;

import io.wirelink.device.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the hosts of a simulation share: time, names, and who is cut off from whom. */
final class Network {

  private record Pair(String from, String to) {}

  private final Simulation simulation;
  private final Set<Pair> cuts = new HashSet<>();
  private final Map<String, List<IpAddress>> names = new HashMap<>();
  private Observer observer = Observer.NONE;

  Network(Simulation simulation) {
    this.simulation = simulation;
  }

  Simulation simulation() {
    return simulation;
  }

  Observer observer() {
    return observer;
  }

  void setObserver(Observer newObserver) {
    observer = newObserver;
  }

  /**
   * Lets nothing through any more from one host to another; the other direction is a matter of its
   * own.
   */
  void cut(String from, String to) {
    cuts.add(new Pair(from, to));
  }

  void heal(String from, String to) {
    cuts.remove(new Pair(from, to));
  }

  void healAll() {
    cuts.clear();
  }

  boolean isCut(String from, String to) {
    return cuts.contains(new Pair(from, to));
  }

  /** Lets a host name stand for addresses from now on. */
  void name(String hostName, List<IpAddress> addresses) {
    names.put(hostName, addresses);
  }

  List<IpAddress> resolve(String hostName) {
    return names.getOrDefault(hostName, List.of());
  }
}
