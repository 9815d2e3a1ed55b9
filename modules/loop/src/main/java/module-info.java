/**
 * The loop that runs an agent on a host.
 *
 * <p>It drains events, lets the agent step, carries out what that says, and sleeps until the
 * earliest deadline. All that has a clock, a thread or a socket around the agent is here.
 */
module io.wirelink.loop {
  requires transitive io.wirelink.agent;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.wirelink.loop;
}
