package io.plumbline.device.client;

import io.plumbline.device.wire.Description;
import io.plumbline.device.wire.Digest;
import io.plumbline.device.wire.Failure;
import io.plumbline.device.wire.Frame;
import io.plumbline.device.wire.Kind;
import io.plumbline.device.wire.Line;
import io.plumbline.device.wire.Received;
import io.plumbline.device.wire.WireException;
import io.plumbline.runtime.InstructionTime;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLSocket;

/** One connection to an agent. One thread at a time uses it. */
final class AgentConnection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;

  /** Longer than an agent lets a run take. */
  private static final int ANSWER_MILLIS = 15 * 60_000;

  /** Most bytes of one tensor that an agent may send. */
  private static final long MOST_TENSOR = 4L << 30;

  private final AgentAddress address;
  private final Path known;
  private final Socket socket;
  private final Line line;

  private AgentConnection(AgentAddress address, Path known, Socket socket, Line line) {
    this.address = address;
    this.known = known;
    this.socket = socket;
    this.line = line;
  }

  /**
   * Connects and proves the token.
   *
   * @throws EnvironmentException when nobody is there, or it is not the agent that is known
   */
  static AgentConnection open(AgentAddress address, KnownAgents agents) {
    Optional<KnownAgents.Known> known = agents.find(address);
    Socket plain = new Socket();
    try {
      InetSocketAddress place = new InetSocketAddress(address.host(), address.port());
      requireProof(address, place, known, agents.file());
      plain.connect(place, CONNECT_MILLIS);
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(ANSWER_MILLIS);
      Socket socket = known.isPresent() ? secure(plain, address, known.get()) : plain;
      Line line = new Line(socket.getInputStream(), socket.getOutputStream());
      line.greet(known.map(KnownAgents.Known::token).orElse(""));
      return new AgentConnection(address, agents.file(), socket, line);
    } catch (IOException e) {
      closeQuietly(plain);
      throw ConnectionFailure.unreachable(address, e);
    } catch (EnvironmentException e) {
      closeQuietly(plain);
      throw e;
    }
  }

  /** Modules and pictures go to other machines only where these prove who they are. */
  private static void requireProof(
      AgentAddress address, InetSocketAddress place, Optional<KnownAgents.Known> known, Path file) {
    if (known.isEmpty() && !place.isUnresolved() && !place.getAddress().isLoopbackAddress()) {
      throw new EnvironmentException(
          "agent.unknown",
          address.toString(),
          "nothing is known of it, so all that is sent could be read and answered by others: %s has"
                  .formatted(file.toAbsolutePath())
              + " no line that begins with exactly "
              + address,
          "put the line that the agent printed when it started into that file");
    }
  }

  private static Socket secure(Socket plain, AgentAddress address, KnownAgents.Known known) {
    try {
      SSLSocket socket =
          (SSLSocket)
              PinnedCertificate.context(known.fingerprint())
                  .getSocketFactory()
                  .createSocket(plain, address.host(), address.port(), true);
      socket.startHandshake();
      return socket;
    } catch (IOException | GeneralSecurityException e) {
      throw ConnectionFailure.unproven(address, e);
    }
  }

  boolean has(Digest digest) {
    return asking(
        () -> {
          line.send(new Frame(Kind.HAS).text(digest.hex()));
          return await(Kind.FLAG).number() == 1;
        });
  }

  void put(Digest digest, MemorySegment bytes) {
    asking(
        () -> {
          line.send(new Frame(Kind.PUT).text(digest.hex()).number(bytes.byteSize()));
          if (await(Kind.GO, Kind.FLAG).kind() == Kind.GO) {
            line.give(bytes);
            await(Kind.FLAG);
          }
          return digest;
        });
  }

  Description choose(Digest digest, String executor) {
    return asking(
        () -> {
          line.send(new Frame(Kind.OPEN).text(digest.hex()).text(executor));
          return Description.of(await(Kind.OPENED));
        });
  }

  /** Runs the module; the reader is given each tensor as it comes. */
  void stream(Map<String, Tensor> inputs, RunOptions options, BiConsumer<String, Tensor> reader) {
    asking(
        () -> {
          line.send(
              new Frame(Kind.RUN)
                  .number(options.inputOffset())
                  .texts(options.fetch())
                  .texts(List.copyOf(inputs.keySet())));
          feed(inputs);
          for (Received next = tensor(); next.kind() == Kind.TENSOR; next = tensor()) {
            hand(next.text(), line.tensor(MOST_TENSOR), reader);
          }
          return options;
        });
  }

  private Received tensor() throws IOException {
    return await(Kind.TENSOR, Kind.DONE);
  }

  /** What is on its way to a reader that fails is of no use to the next. */
  private void hand(String name, Tensor tensor, BiConsumer<String, Tensor> reader) {
    boolean taken = false;
    try {
      reader.accept(name, tensor);
      taken = true;
    } finally {
      if (!taken) {
        close();
      }
    }
  }

  List<InstructionTime> profile(Map<String, Tensor> inputs, RunOptions options, int frames) {
    return asking(
        () -> {
          line.send(
              new Frame(Kind.PROFILE)
                  .number(options.inputOffset())
                  .number(frames)
                  .texts(List.copyOf(inputs.keySet())));
          feed(inputs);
          Received times = await(Kind.TIMES);
          int count = times.count(2 * Integer.BYTES + Double.BYTES);
          List<InstructionTime> read = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            read.add(new InstructionTime(times.text(), times.text(), times.real()));
          }
          return read;
        });
  }

  private void feed(Map<String, Tensor> inputs) throws IOException {
    await(Kind.GO);
    for (Tensor tensor : inputs.values()) {
      line.give(tensor);
    }
  }

  private Received await(Kind... kinds) throws IOException {
    line.flush();
    Received received = line.await();
    if (received.kind() == Kind.FAILED) {
      PlumblineException failure = Failure.of(received);
      throw failure.where().equals(Failure.AGENT) ? failure.at(address.toString()) : failure;
    }
    if (!List.of(kinds).contains(received.kind())) {
      throw new WireException("expected %s, found %s".formatted(List.of(kinds), received.kind()));
    }
    return received;
  }

  /** What goes over the line. */
  @FunctionalInterface
  private interface Exchange<T> {
    T run() throws IOException;
  }

  private <T> T asking(Exchange<T> exchange) {
    try {
      return exchange.run();
    } catch (IOException e) {
      close();
      throw ConnectionFailure.broken(address, known, e);
    }
  }

  /** Whether the other side may still be asked. */
  boolean isOpen() {
    return !socket.isClosed();
  }

  @Override
  public void close() {
    closeQuietly(socket);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is of no use either way.
    }
  }
}
