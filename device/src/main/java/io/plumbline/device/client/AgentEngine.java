package io.plumbline.device.client;

import io.plumbline.device.wire.Description;
import io.plumbline.device.wire.Digest;
import io.plumbline.runtime.InstructionTime;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.TimedEngine;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.ReadFailure;
import io.plumbline.tensor.Sha256;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A module that an agent runs. Each thread that runs it has a connection of its own while it does;
 * they are kept for the next.
 */
public final class AgentEngine implements TimedEngine {
  private final AgentAddress address;
  private final KnownAgents agents;
  private final Digest digest;
  private final String executor;
  private final Description description;
  private final Deque<AgentConnection> idle = new ConcurrentLinkedDeque<>();

  private AgentEngine(
      AgentAddress address,
      KnownAgents agents,
      Digest digest,
      String executor,
      AgentConnection first,
      Description description) {
    this.address = address;
    this.agents = agents;
    this.digest = digest;
    this.executor = executor;
    this.description = description;
    idle.push(first);
  }

  /**
   * Opens a module at an agent, and sends it first if the agent has it not.
   *
   * @param module a module or a quantized model
   * @param executor what shall run it there; empty leaves it to the agent
   * @throws EnvironmentException when the agent cannot be reached, is another than is known, or
   *     cannot take the module
   */
  public static AgentEngine open(
      AgentAddress address, KnownAgents agents, Path module, String executor) {
    try (Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(module)) {
      MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
      Digest digest = new Digest(Sha256.of(bytes));
      AgentConnection connection = AgentConnection.open(address, agents);
      try {
        if (!connection.has(digest)) {
          connection.put(digest, bytes);
        }
        Description description = connection.choose(digest, executor);
        return new AgentEngine(address, agents, digest, executor, connection, description);
      } catch (RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BadDataException(
          "model.unreadable", module.toString(), ReadFailure.of(module, e), "name a module", e);
    }
  }

  @Override
  public String name() {
    return "%s at %s".formatted(description.executor(), address);
  }

  /** What its user should know of how the agent runs it. */
  public List<Finding> findings() {
    return description.findings();
  }

  @Override
  public List<Port> inputs() {
    return description.inputs();
  }

  @Override
  public List<Port> outputs() {
    return description.outputs();
  }

  @Override
  public SequencedMap<String, PictureInput> pictures() {
    return new LinkedHashMap<>(description.pictures());
  }

  @Override
  public List<String> tensors() {
    return description.tensors();
  }

  @Override
  public SequencedMap<String, Tensor> run(Map<String, Tensor> inputs, RunOptions options) {
    Map<String, Tensor> found = new HashMap<>();
    stream(inputs, options, found::put);
    SequencedMap<String, Tensor> results = new LinkedHashMap<>();
    for (String name : options.fetch().isEmpty() ? outputNames() : options.fetch()) {
      Tensor tensor = found.get(name);
      if (tensor == null) {
        throw new EnvironmentException(
            "agent.broken",
            address.toString(),
            "the agent did not send the tensor '%s'".formatted(name),
            "use the same version of Plumbline on both sides");
      }
      results.put(name, tensor);
    }
    return results;
  }

  private List<String> outputNames() {
    return outputs().stream().map(Port::name).toList();
  }

  @Override
  public void stream(
      Map<String, Tensor> inputs, RunOptions options, BiConsumer<String, Tensor> reader) {
    boolean[] begun = {false};
    connected(
        connection -> {
          connection.stream(
              inputs,
              options,
              (name, tensor) -> {
                begun[0] = true;
                reader.accept(name, tensor);
              });
          return digest;
        },
        () -> !begun[0]);
  }

  @Override
  public List<InstructionTime> profile(Map<String, Tensor> inputs, RunOptions options, int frames) {
    return connected(connection -> connection.profile(inputs, options, frames), () -> true);
  }

  /**
   * Does it again by another connection: an agent closes those that were kept for too long.
   *
   * @param twice asked whether it may be done again
   */
  private <T> T connected(Function<AgentConnection, T> work, BooleanSupplier twice) {
    AgentConnection kept = idle.poll();
    if (kept == null) {
      return with(another(), work);
    }
    try {
      return with(kept, work);
    } catch (EnvironmentException e) {
      if (kept.isOpen() || !twice.getAsBoolean()) {
        throw e;
      }
      return with(another(), work);
    }
  }

  private <T> T with(AgentConnection connection, Function<AgentConnection, T> work) {
    try {
      return work.apply(connection);
    } finally {
      if (connection.isOpen()) {
        idle.push(connection);
      }
    }
  }

  private AgentConnection another() {
    AgentConnection connection = AgentConnection.open(address, agents);
    try {
      connection.choose(digest, executor);
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void close() {
    for (AgentConnection one = idle.poll(); one != null; one = idle.poll()) {
      one.close();
    }
  }
}
