package io.plumbline.cli.command;

import io.plumbline.tensor.BadConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Documented flags of boards' own tools that mean nothing here, and why. */
final class BoardFlags {
  private static final String CORES =
      "this machine's cores take what comes; --threads says how many";
  private static final String REGIONS = "a model of its own crops and resizes here; feed its input";
  private static final String SHAPES = "the shapes of a compiled model are fixed";
  private static final String TASKS = "frames are run as they come, without a scheduler";

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("--core_id", CORES),
          Map.entry("--roi_infer", REGIONS),
          Map.entry("--roi", REGIONS),
          Map.entry("--input_valid_shape", SHAPES),
          Map.entry("--input_stride", SHAPES),
          Map.entry("--input_img_properties", "the model says what its pictures are"),
          Map.entry("--enable_mem_lru", "memory is planned before a run"),
          Map.entry("--task_priority", TASKS),
          Map.entry("--task_timeout", TASKS),
          Map.entry("--statistic_cycle", "figures are told at the end"),
          Map.entry("--log_level", "-v says more"),
          Map.entry("--model_name", "a file holds one model"),
          Map.entry("--dump_intermediate", "writing files would be measured; see 'plumb infer'"));

  private BoardFlags() {}

  /**
   * Refuses a flag of a board's tool by name.
   *
   * @param words of the command line that no option took
   * @throws BadConfigurationException when one of them is such a flag
   */
  static void refuse(List<String> words, String command) {
    for (String word : words) {
      String flag = word.split("=", 2)[0];
      Optional.ofNullable(REASONS.get(flag))
          .ifPresent(
              reason -> {
                throw new BadConfigurationException(
                    "usage.board-flag",
                    command,
                    "%s has no meaning on this machine: %s".formatted(flag, reason),
                    "leave it out");
              });
    }
  }
}
