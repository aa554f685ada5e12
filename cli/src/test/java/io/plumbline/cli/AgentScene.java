package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.device.agent.Agent;
import io.plumbline.device.agent.AgentIdentity;
import io.plumbline.device.agent.AgentLimits;
import io.plumbline.device.client.AgentAddress;
import io.plumbline.device.client.AgentEngine;
import io.plumbline.device.client.KnownAgents;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.Sha256;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.file.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The shipped example as a module, and agents that run it in this process. */
record AgentScene(Path folder, Path quantized, Path module) {
  /** For agents whose log no test reads. */
  static final Consumer<String> UNTOLD = _ -> {};

  static AgentScene of(Path folder) {
    System.setProperty("plumbline.state", folder.resolve("state").toString());
    PlumbRun compiled =
        PlumbRun.of(
            "compile",
            "-c",
            Scene.EXAMPLE.resolve("config.yaml"),
            "--working-dir",
            folder.resolve("work"),
            "--effort",
            "fast");
    assertThat(compiled.status()).as(compiled.err()).isZero();
    return new AgentScene(
        folder,
        folder.resolve("work/shapes_quantized_model.onnx"),
        folder.resolve("work/shapes.plm"));
  }

  /** By which agents know the module. */
  String digest() {
    try {
      return Sha256.of(MemorySegment.ofArray(Files.readAllBytes(module)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An agent on loopback, without proof. */
  Agent agent(String store, AgentLimits limits) {
    return agent(store, limits, AgentIdentity.none());
  }

  Agent agent(String store, AgentLimits limits, AgentIdentity identity) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return Agent.start(address, identity, folder.resolve(store), limits, false, UNTOLD);
  }

  AgentEngine open(Agent agent) {
    return open(agent, "");
  }

  AgentEngine open(Agent agent, String executor) {
    return AgentEngine.open(address(agent), known(), module, executor);
  }

  static AgentAddress address(Agent agent) {
    return new AgentAddress("127.0.0.1", agent.port());
  }

  KnownAgents known() {
    return new KnownAgents(folder.resolve("state"));
  }

  void know(Agent agent, String fingerprint, String token) {
    try {
      Files.createDirectories(folder.resolve("state"));
      Path file = folder.resolve("state/agents");
      Files.writeString(file, "%s %s %s%n".formatted(address(agent), fingerprint, token));
      PrivateFile.keep(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The quantized model in the executor that defines the arithmetic. */
  Engine reference() {
    return Plumbline.load(quantized);
  }

  /** Random numbers for every input. */
  static Map<String, Tensor> inputs(Engine engine, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Port port : engine.inputs()) {
      Shape shape = Shape.of(port.dims());
      float[] values = new float[Math.toIntExact(shape.elements())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      inputs.put(port.name(), Tensor.of(shape, values));
    }
    return inputs;
  }

  /** TLS of a client that asks no server who it is. */
  static SSLContext trustingAnybody() throws GeneralSecurityException {
    X509TrustManager anybody =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, new TrustManager[] {anybody}, null);
    return context;
  }
}
