package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.device.agent.Agent;
import io.plumbline.device.agent.AgentIdentity;
import io.plumbline.device.agent.AgentLimits;
import io.plumbline.device.client.AgentEngine;
import io.plumbline.device.wire.Frame;
import io.plumbline.device.wire.Kind;
import io.plumbline.device.wire.Line;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.Sha256;
import io.plumbline.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** What an agent must bear of clients that are none, slow, or killed. */
class HostileClientTests extends WithAgents {
  private static final int MALFORMED = 10_000;
  private static final AgentLimits SHORT =
      new AgentLimits(
          32,
          1 << 20,
          4 << 20,
          1,
          8 << 20,
          Duration.ofMillis(300),
          Duration.ofMillis(600),
          Duration.ofSeconds(20));

  /** Random bytes, and true conversations with bits turned, bytes left out, and ends cut off. */
  @Test
  void tenThousandMalformedRequestsChangeNothing() throws IOException {
    Random random = new Random(20261129);
    byte[] conversation = conversation();
    try (Agent agent = scene.agent("malformed", SHORT);
        Engine reference = scene.reference();
        AgentEngine honest = scene.open(agent)) {
      Map<String, Tensor> inputs = AgentScene.inputs(reference, 1);
      Tensor expected = reference.run(inputs).firstEntry().getValue();
      for (int request = 0; request < MALFORMED; request++) {
        say(agent, malformed(conversation, random));
        if (request % 1000 == 0) {
          assertThat(honest.run(inputs).firstEntry().getValue().sameAs(expected)).isTrue();
        }
      }
      try (AgentEngine there = scene.open(agent)) {
        assertThat(there.run(inputs).firstEntry().getValue().sameAs(expected)).isTrue();
      }
      assertThat(agent.isHealthy()).isTrue();
    }
    try (Stream<Path> kept = Files.list(folder.resolve("malformed"))) {
      assertThat(kept.filter(file -> file.toString().endsWith(".coming"))).isEmpty();
    }
  }

  /** Greeting, question, choice and run, as a client says them. */
  private static byte[] conversation() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Line line = new Line(new ByteArrayInputStream(new byte[0]), bytes);
    byte[] module = Files.readAllBytes(scene.module());
    String digest = Sha256.of(MemorySegment.ofArray(module));
    line.greet("");
    line.send(new Frame(Kind.HAS).text(digest));
    line.send(new Frame(Kind.OPEN).text(digest).text(""));
    line.send(new Frame(Kind.RUN).number(0).texts(List.of()).texts(List.of("input")));
    try (Engine reference = scene.reference()) {
      for (Tensor tensor : AgentScene.inputs(reference, 2).values()) {
        line.give(tensor);
      }
    }
    line.send(new Frame(Kind.PUT).text("0".repeat(64)).number(1000L));
    line.give(MemorySegment.ofArray(new byte[1000]));
    line.flush();
    return bytes.toByteArray();
  }

  private static byte[] malformed(byte[] conversation, Random random) {
    int kind = random.nextInt(4);
    if (kind == 0) {
      byte[] noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] damaged = conversation.clone();
    int place = random.nextInt(random.nextBoolean() ? 300 : damaged.length);
    if (kind == 1) {
      damaged[place] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      return damaged;
    }
    if (kind == 2) {
      return Arrays.copyOf(damaged, place);
    }
    System.arraycopy(conversation, place + 1, damaged, place, damaged.length - place - 1);
    return damaged;
  }

  /** Says it and ends; what is answered is of no interest. */
  private static void say(Agent agent, byte[] bytes) {
    try (Socket socket = connect(agent)) {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      socket.getInputStream().skipNBytes(Long.MAX_VALUE);
    } catch (IOException e) {
      // The agent closed first, which is its right.
    }
  }

  private static Socket connect(Agent agent) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), agent.port());
  }

  @Test
  void nothingIsAnsweredToWhoHasNotProvenTheToken() throws Exception {
    AgentIdentity identity = AgentIdentity.make(folder.resolve("identity"));
    try (Agent agent = scene.agent("silent", SHORT, identity)) {
      List<byte[]> greetings = new ArrayList<>();
      greetings.add(new byte[0]);
      greetings.add(new byte[38]);
      greetings.add(new byte[10_000]);
      greetings.add("GET / HTTP/1.1\r\n\r\n".repeat(4).getBytes(StandardCharsets.US_ASCII));
      ByteArrayOutputStream wrong = new ByteArrayOutputStream();
      Line line = new Line(new ByteArrayInputStream(new byte[0]), wrong);
      line.greet("wrong");
      line.send(new Frame(Kind.HAS).text("0".repeat(64)));
      line.flush();
      greetings.add(wrong.toByteArray());
      for (byte[] greeting : greetings) {
        try (SSLSocket socket = secure(agent)) {
          assertThat(answered(socket, greeting)).isZero();
        }
      }
    }
  }

  private static SSLSocket secure(Agent agent) throws Exception {
    SSLContext context = AgentScene.trustingAnybody();
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), agent.port());
    socket.startHandshake();
    return socket;
  }

  /** How many bytes come until the agent closes. */
  private static long answered(Socket socket, byte[] said) {
    long bytes = 0;
    try {
      OutputStream out = socket.getOutputStream();
      out.write(said);
      out.flush();
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        bytes++;
      }
    } catch (IOException e) {
      // It closed while something was on its way to it.
    }
    return bytes;
  }

  @Test
  void whoSaysNothingOrHalfIsClosedInTime() throws IOException {
    byte[] conversation = conversation();
    try (Agent agent = scene.agent("slow", SHORT)) {
      for (int length : new int[] {0, 1, 37, 38, 40, 60}) {
        try (Socket socket = connect(agent)) {
          assertThat(answered(socket, Arrays.copyOf(conversation, length))).isZero();
        }
      }
    }
  }

  @Test
  void moreConnectionsThanThereArePlacesAreClosed() throws IOException {
    try (Agent agent = scene.agent("full", SHORT)) {
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < SHORT.connections() + 8; i++) {
        sockets.add(connect(agent));
      }
      for (Socket socket : sockets) {
        try (socket) {
          assertThat(answered(socket, new byte[0])).isZero();
        }
      }
      assertThat(agent.metrics())
          .containsPattern("plumbline_agent_connections_turned_away_total [1-9]");
    }
  }

  /** They could hold all places for half a minute. */
  @Test
  void whoDoesNotGreetKeepsNobodyOut() throws IOException {
    AgentLimits patient =
        new AgentLimits(
            4,
            1 << 20,
            4 << 20,
            1,
            8 << 20,
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5));
    List<Socket> silent = new ArrayList<>();
    try (Agent agent = scene.agent("strangers", patient)) {
      for (int i = 0; i < 3 * patient.connections(); i++) {
        silent.add(connect(agent));
      }
      try (AgentEngine there = scene.open(agent)) {
        assertThat(there.run(AgentScene.inputs(there, 1))).isNotEmpty();
      }
      assertThat(answered(silent.getFirst(), new byte[0])).isZero();
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void afterAKillAllThatWasTakenIsThereAndNothingHalf() throws Exception {
    Path store = folder.resolve("killed");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Dplumbline.state=" + folder.resolve("state"),
                "-cp",
                System.getProperty("java.class.path"),
                "io.plumbline.cli.Main",
                "agent",
                "--port",
                "0",
                "--store",
                store.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      int port = port(process.inputReader());
      String there = scene.module() + "@127.0.0.1:" + port;
      assertThat(PlumbRun.of("perf", there, "--frames", 2).status()).isZero();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Line line = new Line(socket.getInputStream(), socket.getOutputStream());
        line.greet("");
        line.send(new Frame(Kind.PUT).text("1".repeat(64)).number(100_000L));
        line.flush();
        assertThat(line.await().kind()).isEqualTo(Kind.GO);
        line.give(MemorySegment.ofArray(new byte[70_000]));
        line.flush();
        process.destroyForcibly().waitFor();
      }
    } finally {
      process.destroyForcibly();
    }
    try (Agent agent = scene.agent("killed", SHORT)) {
      try (Stream<Path> kept = Files.list(store)) {
        assertThat(kept.filter(file -> !file.toString().endsWith(".lock")))
            .singleElement()
            .asString()
            .endsWith(".plm");
      }
      try (AgentEngine there = scene.open(agent);
          Engine reference = scene.reference()) {
        Map<String, Tensor> inputs = AgentScene.inputs(there, 4);
        Tensor expected = reference.run(inputs).firstEntry().getValue();
        assertThat(there.run(inputs).firstEntry().getValue().sameAs(expected)).isTrue();
      }
      assertThat(agent.metrics()).contains("plumbline_agent_uploads_total 0");
    }
  }

  private static int port(java.io.BufferedReader printed) throws IOException {
    for (String line = printed.readLine(); line != null; line = printed.readLine()) {
      if (line.startsWith("listens at ")) {
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      }
    }
    throw new IOException("the agent ended");
  }
}
