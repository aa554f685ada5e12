package io.plumbline.benchmarks.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program that measures: runs a small network, so that libraries are loaded, then the network
 * in question, and prints by how many bytes the peak of this process's resident memory came to lie
 * above what was resident between the two.
 */
final class GrowthProbe {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path REFERENCES = Path.of("/proc/self/clear_refs");

  /** Makes Linux forget the peak. */
  private static final String FORGET_PEAK = "5";

  private static final long KIBIBYTE = 1024;

  private GrowthProbe() {}

  /**
   * @param arguments the form; the folder of the small network; that of the network in question
   */
  public static void main(String[] arguments) throws IOException {
    Form form = Form.valueOf(arguments[0]);
    form.open(Path.of(arguments[1])).run();
    MeasuredNetwork network = form.open(Path.of(arguments[2]));
    Files.writeString(REFERENCES, FORGET_PEAK);
    long before = peak();
    network.run();
    System.out.println(peak() - before);
  }

  private static long peak() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
        .findFirst()
        .orElseThrow();
  }
}
