package io.plumbline.cli.command;

import io.plumbline.tensor.BadConfigurationException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Documented flags of boards' own tools that mean nothing here, and why. */
enum BoardFlags {
  INFER(
      Map.ofEntries(
          Map.entry("--enable_dump", "say --dump DIR"),
          Map.entry("--dump_intermediate", "say --dump-intermediate --dump DIR"),
          Map.entry("--dump_precision", "text has as many digits as tell a number from others"),
          Map.entry("--dump_txt_axis", "text has one element a line; npy keeps the axes"),
          Map.entry(
              "--hybrid_dequantize_process",
              "outputs are float32 unless the model was compiled to give integers, of which"
                  + " --dequantize makes real numbers"),
          Map.entry("--enable_cls_post_process", "the column Argmax names the class"),
          Map.entry("--frame_count", "see 'plumb perf'"))),
  PERF(Map.of("--dump_intermediate", "writing files would be measured; see 'plumb infer'"));

  private static final String CORES =
      "this machine's cores take what comes; --threads says how many";
  private static final String SHAPES = "the shapes of a compiled model are fixed";
  private static final String TASKS = "frames are run as they come, without a scheduler";

  private static final Map<String, String> EVERYWHERE =
      Map.ofEntries(
          Map.entry("--core_id", CORES),
          Map.entry("--roi_infer", "'plumb infer' takes --roi without it"),
          Map.entry("--roi", "'plumb infer' takes it"),
          Map.entry("--input_valid_shape", SHAPES),
          Map.entry("--input_stride", "'plumb infer' takes --stride, of raw pictures"),
          Map.entry("--input_img_properties", "the model says what its pictures are"),
          Map.entry("--enable_mem_lru", "memory is planned before a run"),
          Map.entry("--task_priority", TASKS),
          Map.entry("--task_timeout", TASKS),
          Map.entry("--statistic_cycle", "figures are told at the end"),
          Map.entry("--log_level", "-v says more"),
          Map.entry("--model_name", "a file holds one model"));

  private final Map<String, String> own;

  BoardFlags(Map<String, String> own) {
    this.own = own;
  }

  /**
   * Refuses words of the command line that no option took, those of boards' tools with the reason.
   *
   * @throws BadConfigurationException when one of them is a flag of a board's tool
   * @throws UnmatchedArgumentException when there are others
   */
  void refuse(List<String> words, CommandSpec command) {
    for (String word : words) {
      String flag = word.split("=", 2)[0];
      String reason = own.getOrDefault(flag, EVERYWHERE.getOrDefault(flag, ""));
      if (!reason.isEmpty()) {
        throw new BadConfigurationException(
            "usage.board-flag",
            command.qualifiedName(),
            "%s has no meaning on this machine: %s".formatted(flag, reason),
            "leave it out");
      }
    }
    if (!words.isEmpty()) {
      throw new UnmatchedArgumentException(command.commandLine(), words);
    }
  }
}
