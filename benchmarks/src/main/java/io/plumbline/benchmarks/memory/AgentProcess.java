package io.plumbline.benchmarks.memory;

import io.plumbline.cli.Main;
import io.plumbline.device.client.AgentAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code plumb agent} as a process of its own, started as the launcher does.
 *
 * @param process that runs
 * @param address where it listens
 */
public record AgentProcess(Process process, AgentAddress address) implements AutoCloseable {
  private static final List<String> AS_LAUNCHED =
      List.of(
          "-XX:+UseParallelGC",
          "-XX:-UseAdaptiveSizePolicy",
          "-XX:NewSize=24m",
          "-XX:MaxNewSize=24m",
          "-XX:SurvivorRatio=2",
          "-XX:InitialTenuringThreshold=15",
          "-XX:TrimNativeHeapInterval=1000",
          "--add-modules",
          "jdk.incubator.vector",
          "--enable-native-access=ALL-UNNAMED");

  private static final String BEGIN = "listens at ";
  private static final long KIBIBYTE = 1024;

  /**
   * Starts one on loopback, and waits until it listens.
   *
   * @param memory its limit for all runs, in MiB
   */
  public static AgentProcess start(Path store, long memory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(AS_LAUNCHED);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("agent", "--port", "0", "--store", store.toString()));
    command.addAll(List.of("--memory-mib", Long.toString(memory)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader told = process.inputReader();
    String line = told.readLine();
    if (line == null || !line.startsWith(BEGIN)) {
      process.destroy();
      throw new IOException("the agent said: " + line);
    }
    return new AgentProcess(
        process, AgentAddress.parse(line.substring(BEGIN.length())).orElseThrow());
  }

  /** The most of the machine's memory that it ever took, in bytes. */
  public long peak() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
