package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.device.agent.Agent;
import io.plumbline.device.agent.AgentIdentity;
import io.plumbline.device.agent.AgentLimits;
import io.plumbline.device.agent.HealthPage;
import io.plumbline.device.client.AgentAddress;
import io.plumbline.formats.seal.MakerKey;
import io.plumbline.tensor.EnvironmentException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb agent}: runs modules for other machines. */
@Command(
    name = "agent",
    description =
        "Runs modules for other machines, until it is ended. There, MODULE@HOST:PORT stands for a"
            + " module that runs here.")
public final class AgentCommand implements Callable<Integer> {
  private static final long MEBIBYTE = 1 << 20;

  @Mixin private GlobalOptions global;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Where to listen (default: ${DEFAULT-VALUE}); elsewhere with --identity only.")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "7433",
      converter = LocalPort.class,
      description = "Default: ${DEFAULT-VALUE}; 0 takes a free one.")
  private int port;

  @Option(
      names = "--identity",
      paramLabel = "DIR",
      description = "The certificate and the token that --make-identity made.")
  private @Nullable Path identity;

  @Option(
      names = "--make-identity",
      paramLabel = "DIR",
      description = "Make a certificate and a token, and end.")
  private @Nullable Path fresh;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Where modules are kept; the folder modules of your state if not given.")
  private @Nullable Path store;

  @Option(
      names = "--native",
      description =
          "Run the native code of modules whoever built them: it has your rights on this machine.")
  private boolean nativeCode;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      converter = LocalPort.class,
      description = "Answer /metrics and /healthz at this port of 127.0.0.1; 0 takes a free one.")
  private @Nullable Integer metricsPort;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "64",
      description = "Most connections at once (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--memory-mib",
      paramLabel = "MIB",
      defaultValue = "1024",
      description = "Memory of all tensors that are being run (default: ${DEFAULT-VALUE}).")
  private long memory;

  @Option(
      names = "--module-mib",
      paramLabel = "MIB",
      defaultValue = "1024",
      description = "Most bytes of a module (default: ${DEFAULT-VALUE}).")
  private long module;

  @Option(
      names = "--store-mib",
      paramLabel = "MIB",
      defaultValue = "16384",
      description = "Most bytes of all modules (default: ${DEFAULT-VALUE}).")
  private long stored;

  @Override
  public Integer call() {
    return fresh == null ? serve(global.console()) : make(global.console(), fresh);
  }

  private static int make(Console console, Path folder) {
    AgentIdentity made = AgentIdentity.make(folder);
    console.say("wrote " + folder);
    console.say("start the agent with: plumb agent --host ADDRESS --identity " + folder);
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("identity", folder.toString());
    record.put("fingerprint", made.fingerprint());
    console.result(record);
    return ExitStatus.OK;
  }

  private int serve(Console console) {
    AgentIdentity proof = identity == null ? AgentIdentity.none() : AgentIdentity.read(identity);
    CountDownLatch ended = new CountDownLatch(1);
    try (Agent agent =
            Agent.start(address(), proof, folder(), limits(), nativeCode, console::note);
        HealthPage page = HealthPage.of(agent, metricsPort)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(agent, page, ended)));
      announce(console, agent, page, proof);
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitStatus.OK;
  }

  private static void end(Agent agent, HealthPage page, CountDownLatch ended) {
    page.close();
    agent.close();
    ended.countDown();
  }

  private void announce(Console console, Agent agent, HealthPage page, AgentIdentity proof) {
    AgentAddress at = new AgentAddress(host, agent.port());
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("address", at.toString());
    console.say("listens at " + at);
    if (page.port().isPresent()) {
      console.say("metrics at http://127.0.0.1:%s/metrics".formatted(page.port().getAsInt()));
      record.put("metrics_port", page.port().getAsInt());
    }
    if (proof.isProven()) {
      console.say("clients need this line in the file 'agents' of their state folder:");
      clientLine(host, address(), agent.port(), proof.fingerprint()).forEach(console::say);
      console.say("where TOKEN is what the file %s holds".formatted(tokenFile()));
      record.put("fingerprint", proof.fingerprint());
    } else {
      console.say("every program of this machine may use it: it has no --identity");
    }
    console.result(record);
  }

  /** No client connects to the address that stands for all of a machine. */
  static List<String> clientLine(
      String host, InetSocketAddress address, int port, String fingerprint) {
    boolean everywhere = address.getAddress().isAnyLocalAddress();
    String at = new AgentAddress(everywhere ? "HOST" : host, port).toString();
    String line = "%s %s TOKEN".formatted(at, fingerprint);
    return everywhere
        ? List.of(line, "where HOST is the address by which the client reaches this machine")
        : List.of(line);
  }

  private String tokenFile() {
    return identity == null ? "token" : identity.resolve("token").toString();
  }

  private InetSocketAddress address() {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new EnvironmentException(
          "agent.address",
          "%s:%s".formatted(host, port),
          "is no address of this machine: " + e.getMessage(),
          "choose another --host or --port",
          e);
    }
  }

  private Path folder() {
    return store == null ? MakerKey.userFolder().resolve("modules") : store;
  }

  private AgentLimits limits() {
    AgentLimits usual = AgentLimits.USUAL;
    return new AgentLimits(
        connections,
        module * MEBIBYTE,
        stored * MEBIBYTE,
        usual.warm(),
        memory * MEBIBYTE,
        usual.patience(),
        usual.idle(),
        usual.run());
  }
}
