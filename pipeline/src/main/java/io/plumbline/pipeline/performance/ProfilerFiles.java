package io.plumbline.pipeline.performance;

import io.plumbline.report.Json;
import io.plumbline.tensor.AtomicFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The files {@code profiler.log} and {@code profiler.csv} that boards write: two JSON values with a
 * line {@code ***} between them, and the first of them as lines of key and value. Times are in
 * milliseconds; all nodes count as run by the CPU: what a BPU takes is 0, since none took part, and
 * so is the time that frames wait for one.
 */
public final class ProfilerFiles {
  private static final Map<String, Object> NONE = times(0, 0, 0);

  private ProfilerFiles() {}

  /** Writes both; returns them. */
  public static List<Path> write(Performance measured, Path folder) {
    SequencedMap<String, Object> result = new LinkedHashMap<>();
    result.put("FPS", measured.framesPerSecond());
    result.put("average_latency", measured.latency().mean());
    SequencedMap<String, Object> condition = new LinkedHashMap<>();
    condition.put("core_id", 0);
    condition.put("frame_count", measured.latency().count());
    condition.put("model_name", measured.model());
    condition.put("run_time", measured.milliseconds());
    condition.put("thread_num", measured.threads());
    Path log = folder.resolve("profiler.log");
    Path table = folder.resolve("profiler.csv");
    AtomicFile.write(
        log,
        Json.pretty(ordered("perf_result", result, "running_condition", condition))
            + "***\n"
            + Json.pretty(latencies(measured)));
    AtomicFile.write(
        table, block("running_condition", condition) + "\n" + block("perf_result", result));
    return List.of(log, table);
  }

  private static SequencedMap<String, Object> latencies(Performance measured) {
    SequencedMap<String, Object> nodes = new LinkedHashMap<>();
    measured.nodes().forEach(node -> nodes.put(node.name(), times(node.times())));
    SequencedMap<String, Object> all = new LinkedHashMap<>();
    all.put(
        "chip_latency",
        ordered(
            "BPU_inference_time_cost", NONE, "CPU_inference_time_cost", times(measured.latency())));
    all.put("model_latency", nodes);
    all.put(
        "task_latency",
        ordered("TaskPendingTime", NONE, "TaskRunningTime", times(measured.latency())));
    return all;
  }

  private static SequencedMap<String, Object> times(Times times) {
    return times(times.mean(), times.max(), times.min());
  }

  private static SequencedMap<String, Object> times(double mean, double most, double least) {
    SequencedMap<String, Object> record = new LinkedHashMap<>();
    record.put("avg_time", mean);
    record.put("max_time", most);
    record.put("min_time", least);
    return record;
  }

  private static SequencedMap<String, Object> ordered(
      String first, Object one, String second, Object other) {
    SequencedMap<String, Object> map = new LinkedHashMap<>();
    map.put(first, one);
    map.put(second, other);
    return map;
  }

  private static String block(String title, SequencedMap<String, Object> entries) {
    StringBuilder text = new StringBuilder(title).append('\n');
    entries.forEach((key, value) -> text.append(key).append(',').append(text(value)).append('\n'));
    return text.toString();
  }

  private static String text(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.6f", number)
        : String.valueOf(value);
  }
}
