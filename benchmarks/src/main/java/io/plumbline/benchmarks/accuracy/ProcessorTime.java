package io.plumbline.benchmarks.accuracy;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What this process has taken of all processors together. */
public final class ProcessorTime {
  private ProcessorTime() {}

  /** Seconds since the process began. */
  public static double seconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }
}
