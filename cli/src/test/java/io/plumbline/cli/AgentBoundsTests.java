package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.device.agent.Agent;
import io.plumbline.device.agent.AgentIdentity;
import io.plumbline.device.agent.AgentLimits;
import io.plumbline.device.client.AgentAddress;
import io.plumbline.device.client.AgentEngine;
import io.plumbline.device.client.KnownAgents;
import io.plumbline.device.wire.Frame;
import io.plumbline.device.wire.Kind;
import io.plumbline.device.wire.Line;
import io.plumbline.device.wire.Received;
import io.plumbline.device.wire.WireException;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.Sha256;
import io.plumbline.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** What one client can take from an agent, and so from all others. */
class AgentBoundsTests extends WithAgents {
  /** So long a test waits for what must come, where it never would otherwise. */
  private static final int GIVE_UP_MILLIS = 60_000;

  private static AgentLimits limits(long memory, Duration time) {
    return new AgentLimits(8, 8 << 20, 32 << 20, 2, memory, time, time, time);
  }

  /** To close TLS is to say so, for which a client that takes nothing would be waited for. */
  @Test
  void whoTakesNothingDoesNotStopTheClockForOthers() throws Exception {
    AgentIdentity identity = AgentIdentity.make(folder.resolve("identity"));
    AgentLimits limits = limits(64 << 20, Duration.ofSeconds(3));
    try (Agent agent = scene.agent("clock", limits, identity);
        Socket greedy = secure(agent)) {
      CompletableFuture<Void> asking =
          CompletableFuture.runAsync(() -> askWithoutEnd(greedy, identity.token()))
              .orTimeout(GIVE_UP_MILLIS, TimeUnit.MILLISECONDS);
      assertThatThrownBy(asking::join).hasCauseInstanceOf(IOException.class);
      try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), agent.port())) {
        silent.setSoTimeout(GIVE_UP_MILLIS);
        silent.getInputStream().readAllBytes();
      }
    }
  }

  /** Runs that fetch all there is, and none of whose answers is read. */
  private static void askWithoutEnd(Socket socket, String token) {
    try (Engine reference = scene.reference()) {
      Map<String, Tensor> inputs = AgentScene.inputs(reference, 1);
      Line line = new Line(socket.getInputStream(), socket.getOutputStream());
      line.greet(token);
      byte[] module = Files.readAllBytes(scene.module());
      String digest = Sha256.of(MemorySegment.ofArray(module));
      line.send(new Frame(Kind.PUT).text(digest).number((long) module.length));
      line.give(MemorySegment.ofArray(module));
      line.send(new Frame(Kind.OPEN).text(digest).text("vector"));
      while (true) {
        line.send(
            new Frame(Kind.RUN)
                .number(0)
                .texts(reference.tensors())
                .texts(List.copyOf(inputs.keySet())));
        for (Tensor tensor : inputs.values()) {
          line.give(tensor);
        }
        line.flush();
      }
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static Socket secure(Agent agent) throws Exception {
    SSLContext context = AgentScene.trustingAnybody();
    Socket plain = new Socket();
    plain.setReceiveBufferSize(4096);
    plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), agent.port()));
    return context.getSocketFactory().createSocket(plain, "localhost", agent.port(), true);
  }

  @Test
  void aFrameOfManyEmptyTextsIsRefused() throws IOException {
    assertThat(received(1 << 16).texts()).hasSize(1 << 16);
    Received many = received((1 << 16) + 1);
    assertThatThrownBy(many::texts).isInstanceOf(WireException.class).hasMessageContaining("parts");
  }

  private static Received received(int texts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Line line = new Line(new ByteArrayInputStream(new byte[0]), bytes);
    line.send(new Frame(Kind.RUN).texts(Collections.nCopies(texts, "")));
    line.flush();
    return new Line(new ByteArrayInputStream(bytes.toByteArray()), OutputStream.nullOutputStream())
        .await();
  }

  /** What lies between inputs and outputs counts, however small these are. */
  @Test
  void memoryOfARunIsThatOfAllItComputes() {
    long ends;
    try (Engine reference = scene.reference()) {
      Map<String, Tensor> inputs = AgentScene.inputs(reference, 1);
      ends =
          inputs.values().stream().mapToLong(tensor -> 8 * tensor.shape().elements()).sum()
              + reference.run(inputs).values().stream()
                  .mapToLong(tensor -> 8 * tensor.shape().elements())
                  .sum();
    }
    try (Agent agent = scene.agent("ends", limits(ends, Duration.ofSeconds(20)));
        AgentEngine there = scene.open(agent)) {
      Map<String, Tensor> inputs = AgentScene.inputs(there, 1);
      assertThatThrownBy(() -> there.run(inputs))
          .satisfies(e -> assertThat(code(e)).isEqualTo("agent.memory"));
    }
  }

  private static String code(Throwable e) {
    return ((PlumblineException) e).code();
  }

  @Test
  void anAgentThatEndsLetsRunsEndAndBeginsNone() throws IOException {
    Agent agent = scene.agent("ending", limits(64 << 20, Duration.ofMinutes(2)));
    try (AgentEngine other = scene.open(agent);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.port())) {
      socket.setSoTimeout(GIVE_UP_MILLIS);
      Map<String, Tensor> inputs = AgentScene.inputs(other, 1);
      Line line = new Line(socket.getInputStream(), socket.getOutputStream());
      begin(line, inputs);
      CompletableFuture<Void> ending = CompletableFuture.runAsync(agent::close);
      assertThatThrownBy(
              () -> {
                while (true) {
                  other.run(inputs);
                }
              })
          .satisfies(e -> assertThat(code(e)).isEqualTo("agent.busy"))
          .satisfies(
              e ->
                  assertThat(((PlumblineException) e).where())
                      .isEqualTo(AgentScene.address(agent).toString()));
      for (Tensor tensor : inputs.values()) {
        line.give(tensor);
      }
      line.flush();
      assertThat(line.await().kind()).isEqualTo(Kind.TENSOR);
      ending.join();
    }
  }

  /** The store has room for one, so that a second reservation for the same would fail. */
  @Test
  void aModuleThatManySendIsTakenOnce() throws IOException {
    byte[] module = Files.readAllBytes(scene.module());
    Duration time = Duration.ofMinutes(1);
    AgentLimits narrow =
        new AgentLimits(8, module.length, module.length, 1, 64 << 20, time, time, time);
    try (Agent agent = scene.agent("once", narrow);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.port())) {
      socket.setSoTimeout(GIVE_UP_MILLIS);
      Line line = new Line(socket.getInputStream(), socket.getOutputStream());
      line.greet("");
      line.send(
          new Frame(Kind.PUT)
              .text(Sha256.of(MemorySegment.ofArray(module)))
              .number((long) module.length));
      line.flush();
      assertThat(line.await().kind()).isEqualTo(Kind.GO);
      List<CompletableFuture<Void>> others =
          IntStream.range(0, 4)
              .mapToObj(_ -> CompletableFuture.runAsync(() -> scene.open(agent).close()))
              .toList();
      line.give(MemorySegment.ofArray(module));
      line.flush();
      assertThat(line.await().kind()).isEqualTo(Kind.FLAG);
      others.forEach(CompletableFuture::join);
      assertThat(agent.metrics()).contains("plumbline_agent_uploads_total 1\n");
    }
  }

  /** A run that waits for its inputs. */
  private static void begin(Line line, Map<String, Tensor> inputs) throws IOException {
    String digest = Sha256.of(MemorySegment.ofArray(Files.readAllBytes(scene.module())));
    line.greet("");
    line.send(new Frame(Kind.OPEN).text(digest).text(""));
    line.flush();
    assertThat(line.await().kind()).isEqualTo(Kind.OPENED);
    line.send(new Frame(Kind.RUN).number(0).texts(List.of()).texts(List.copyOf(inputs.keySet())));
    line.flush();
    assertThat(line.await().kind()).isEqualTo(Kind.GO);
  }

  @Test
  void nothingIsSentInPlainBeyondLoopback() {
    AgentAddress address = new AgentAddress("192.0.2.1", 7433);
    KnownAgents nobody = new KnownAgents(folder.resolve("nobody"));
    assertThatThrownBy(() -> AgentEngine.open(address, nobody, scene.module(), ""))
        .hasMessageContaining(folder.resolve("nobody/agents") + " has no line")
        .satisfies(e -> assertThat(code(e)).isEqualTo("agent.unknown"));
  }
}
