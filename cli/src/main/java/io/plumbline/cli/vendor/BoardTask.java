package io.plumbline.cli.vendor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code hrt_model_exec} is asked to do. */
enum BoardTask {
  INFER(
      "infer",
      "--input_file",
      "--enable_dump",
      "--dump_intermediate",
      "--dump_format",
      "--hybrid_dequantize_process",
      "--enable_cls_post_process",
      "--roi_infer",
      "--roi",
      "--frame_count"),
  PERF(
      "perf",
      "--input_file",
      "--dump_intermediate",
      "--roi_infer",
      "--roi",
      "--frame_count",
      "--perf_time",
      "--perf_time_in_seconds",
      "--thread_num",
      "--enable_warmup",
      "--profile_path"),
  MODEL_INFO("model_info");

  private final String label;
  private final List<String> flags;

  /**
   * @param flags those that it does something with, which may be to refuse them
   */
  BoardTask(String label, String... flags) {
    this.label = label;
    this.flags = List.of(flags);
  }

  static Optional<BoardTask> of(String label) {
    return Arrays.stream(values()).filter(task -> task.label.equals(label)).findFirst();
  }

  /** Notes on flags that are given, and are those of other tasks. */
  List<String> vain(Applet applet) {
    List<String> notes = new ArrayList<>();
    Stream.of(values())
        .flatMap(task -> task.flags.stream())
        .distinct()
        .filter(flag -> !flags.contains(flag) && applet.isGiven(flag))
        .forEach(
            flag ->
                notes.add(
                    "note: %s changes nothing: it is a flag of %s"
                        .formatted(applet.typed(flag), owners(flag))));
    return notes;
  }

  private static String owners(String flag) {
    return String.join(
        " and ",
        Stream.of(values())
            .filter(task -> task.flags.contains(flag))
            .map(task -> task.label)
            .toList());
  }
}
