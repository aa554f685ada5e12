package io.plumbline.benchmarks.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@link GrowthProbe}s: each figure is the median of some processes. */
final class Growth {
  private static final int PROCESSES = 3;

  /**
   * A heap that is there from the start, and nothing compiled, so that Java itself takes no memory
   * between the two networks.
   */
  private static final List<String> STEADY =
      List.of(
          "-Xint", "-XX:+UseSerialGC", "-Xms48m", "-Xmx48m", "-XX:+AlwaysPreTouch", "-Xshare:auto");

  private Growth() {}

  /**
   * Bytes by which a process grows.
   *
   * @param small folder of a network in the same form that runs before
   */
  static long of(Form form, Path small, Path network) throws IOException {
    List<Long> grown = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      grown.add(once(form, small, network));
    }
    return grown.stream().sorted().toList().get(PROCESSES / 2);
  }

  private static long once(Form form, Path small, Path network) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(STEADY);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(GrowthProbe.class.getName(), form.name(), small.toString(), network.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("the measuring process ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process measured", e);
    }
    return Long.parseLong(told.strip());
  }
}
