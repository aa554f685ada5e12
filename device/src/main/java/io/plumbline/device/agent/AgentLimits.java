package io.plumbline.device.agent;

import java.time.Duration;

/**
 * What an agent gives at most. Beside what the JVM itself takes, its memory stays within
 *
 * <ul>
 *   <li>what {@link #warm} modules take, and one more that is being read,
 *   <li>{@link #memory} for runs, and as much again for each warm module, whose executor keeps the
 *       memory of its runs for the next,
 *   <li>16 MiB a connection: a frame, its texts, pieces of what follows.
 * </ul>
 *
 * @param connections of clients at once; more are closed before a word. As many may be open whose
 *     greeting is to come, the oldest of which makes room
 * @param module bytes of one module
 * @param store bytes of all modules
 * @param warm modules that stand ready
 * @param memory bytes of all runs at once: of what clients feed and fetch, and of every value that
 *     is computed between
 * @param patience with a client that has begun to say something, and with one that does not take
 *     what it asked for
 * @param idle time of a connection that asks nothing
 * @param run time of one run
 */
public record AgentLimits(
    int connections,
    long module,
    long store,
    int warm,
    long memory,
    Duration patience,
    Duration idle,
    Duration run) {
  public static final AgentLimits USUAL =
      new AgentLimits(
          64,
          1L << 30,
          16L << 30,
          4,
          1L << 30,
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10));
}
