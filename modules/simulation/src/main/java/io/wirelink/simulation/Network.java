package io.wirelink.simulation;

import io.wirelink.device.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What the hosts of a simulation share: time, names, and how hard it is to reach one another. */
final class Network {

  private record Pair(String from, String to) {}

  private final Simulation simulation;
  private final RandomGenerator random;
  private final Map<Pair, Impairment> impairments = new HashMap<>();
  private final Map<String, List<IpAddress>> names = new HashMap<>();
  private final List<Observer> observers = new ArrayList<>();

  Network(Simulation simulation) {
    this.simulation = simulation;
    this.random = simulation.newRandom();
  }

  Simulation simulation() {
    return simulation;
  }

  List<Observer> observers() {
    return observers;
  }

  void observe(Observer observer) {
    observers.add(observer);
  }

  /**
   * Makes the way from one host to another a bad one; the other direction is a matter of its own.
   */
  void impair(String from, String to, Impairment impairment) {
    impairments.put(new Pair(from, to), impairment);
  }

  void heal(String from, String to) {
    impairments.remove(new Pair(from, to));
  }

  void healAll() {
    impairments.clear();
  }

  /** What is wrong with the way from one host to another. */
  Optional<Impairment> impairment(String from, String to) {
    return Optional.ofNullable(impairments.get(new Pair(from, to)));
  }

  /** Whether a datagram is lost on the way from its origin to a host. */
  boolean loses(Datagram datagram, String to) {
    if (impairments.isEmpty()) {
      return false;
    }
    Impairment impairment = impairments.get(new Pair(datagram.origin(), to));
    return impairment != null
        && (datagram.length() > impairment.maxLength()
            || (impairment.loss() > 0 && random.nextDouble() < impairment.loss()));
  }

  /** Lets a host name stand for addresses from now on. */
  void name(String hostName, List<IpAddress> addresses) {
    names.put(hostName, addresses);
  }

  List<IpAddress> resolve(String hostName) {
    return names.getOrDefault(hostName, List.of());
  }
}
