package io.plumbline.device.agent;

import io.plumbline.device.wire.Digest;
import io.plumbline.device.wire.Failure;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.compiled.CompiledExecutor;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.module.ModuleExecutors;
import io.plumbline.runtime.module.Processor;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Finding;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;

/**
 * Modules that stand ready: one engine for each module and executor, as many as the limits say. The
 * one that was used longest ago makes room for another.
 */
final class WarmModules implements AutoCloseable {
  private final ModuleStore store;
  private final AgentLimits limits;
  private final boolean nativeCode;
  private final SequencedMap<Key, Warm> warm = new LinkedHashMap<>();
  private boolean closing;

  /**
   * @param nativeCode whether native code runs whoever built it
   */
  WarmModules(ModuleStore store, AgentLimits limits, boolean nativeCode) {
    this.store = store;
    this.limits = limits;
    this.nativeCode = nativeCode;
  }

  /** What is asked for. */
  record Key(Digest digest, String executor) {}

  /**
   * The engine of a module, which stays until it is given back.
   *
   * @throws EnvironmentException when all places are in use for too long, its native code is asked
   *     for and may not run, or the agent is being shut down
   */
  synchronized Lease lease(Key key) {
    refuseWhenClosing();
    long deadline = System.nanoTime() + limits.patience().toNanos();
    while (!warm.containsKey(key) && warm.size() >= limits.warm() && !makeRoom()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw busy("%s other modules are being run".formatted(limits.warm()));
      }
      await(this, left);
      refuseWhenClosing();
    }
    Warm found = warm.remove(key);
    Warm used = found == null ? open(key) : found;
    warm.putLast(key, used);
    used.users++;
    return new Lease(used);
  }

  private void refuseWhenClosing() {
    if (closing) {
      throw busy("it is being shut down");
    }
  }

  private boolean makeRoom() {
    Optional<Key> idle =
        warm.entrySet().stream()
            .filter(entry -> entry.getValue().users == 0)
            .map(Map.Entry::getKey)
            .findFirst();
    idle.map(warm::remove).ifPresent(one -> one.opened.engine().close());
    return idle.isPresent();
  }

  private Warm open(Key key) {
    ProgramModule module = store.read(key.digest());
    Map<String, Long> bytes = new HashMap<>();
    long working = 0;
    for (int index = 0; index < module.program().values().size(); index++) {
      ProgramValue value = module.program().value(index);
      long size = value.shape().elements() * value.dtype().bytes();
      bytes.put(value.name(), size);
      working += module.program().constants().containsKey(index) ? 0 : size;
    }
    ModuleExecutors.Opened opened =
        ModuleExecutors.open(module, key.digest().hex(), new OrtForeignOps(), wish(key, module), 1);
    return new Warm(ofAgent(opened), bytes, working);
  }

  /** Who asks an agent cannot make it trust a module. */
  private static ModuleExecutors.Opened ofAgent(ModuleExecutors.Opened opened) {
    return new ModuleExecutors.Opened(
        opened.engine(),
        opened.instructions(),
        opened.findings().stream()
            .map(
                finding -> finding.code().equals("module.untrusted") ? untrusted(finding) : finding)
            .toList());
  }

  private static Finding untrusted(Finding finding) {
    return Finding.warning(
        finding.code(),
        finding.where(),
        ("the user of the agent did not build its native code, so the executor '%s' runs it there;"
                + " if all who may send it modules are trusted, start the agent with --native")
            .formatted(Executors.FASTEST));
  }

  private Optional<String> wish(Key key, ProgramModule module) {
    boolean own = module.origin() == ProgramModule.Origin.OWN;
    if (key.executor().equals(CompiledExecutor.NAME) && !nativeCode && !own) {
      throw new EnvironmentException(
          "agent.native-refused",
          key.digest().hex(),
          "this agent runs no native code of others",
          "leave --executor out, or start the agent with --native, which trusts whoever may send");
    }
    boolean fits = module.code().flatMap(code -> code.bestFor(Processor.current())).isPresent();
    if (key.executor().isEmpty()) {
      return nativeCode && fits ? Optional.of(CompiledExecutor.NAME) : Optional.empty();
    }
    return Optional.of(key.executor());
  }

  synchronized int size() {
    return warm.size();
  }

  static EnvironmentException busy(String why) {
    return new EnvironmentException("agent.busy", Failure.AGENT, why, "try again later");
  }

  /** Waits for a monitor that the caller holds. */
  static void await(Object monitor, long nanoseconds) {
    try {
      TimeUnit.NANOSECONDS.timedWait(monitor, nanoseconds);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw busy("it is being shut down");
    }
  }

  private synchronized void giveBack(Warm used) {
    used.users--;
    notifyAll();
  }

  /** Refuses runs from now on, and waits for those under way to end. */
  synchronized void drain(Duration patience) {
    closing = true;
    notifyAll();
    long deadline = System.nanoTime() + patience.toNanos();
    while (warm.values().stream().anyMatch(one -> one.users > 0)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      await(this, left);
    }
  }

  @Override
  public synchronized void close() {
    while (makeRoom()) {
      notifyAll();
    }
  }

  private static final class Warm {
    private final ModuleExecutors.Opened opened;
    private final Map<String, Long> bytes;
    private final long working;
    private int users;

    private Warm(ModuleExecutors.Opened opened, Map<String, Long> bytes, long working) {
      this.opened = opened;
      this.bytes = bytes;
      this.working = working;
    }
  }

  /** An engine in use. */
  final class Lease implements AutoCloseable {
    private final Warm used;

    private Lease(Warm used) {
      this.used = used;
    }

    ModuleExecutors.Opened opened() {
      return used.opened;
    }

    Engine engine() {
      return used.opened.engine();
    }

    /** Bytes of a value of the program; 0 of one that it has not. */
    long bytes(String name) {
      return used.bytes.getOrDefault(name, 0L);
    }

    /** Bytes of all values that one run writes, which no executor exceeds. */
    long working() {
      return used.working;
    }

    @Override
    public void close() {
      giveBack(used);
    }
  }
}
