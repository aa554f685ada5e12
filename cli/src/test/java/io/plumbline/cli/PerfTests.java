package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every artefact of the shipped example, measured. */
class PerfTests {
  private static final String DEVICE =
      """
      name: board
      clock_mhz: 800
      macs_per_cycle_int8: 1024
      macs_per_cycle_int16: 256
      memory_gb_per_s: 12.8
      """;

  @TempDir private static Path folder;

  @BeforeAll
  static void compile() {
    System.setProperty("plumbline.state", folder.resolve("state").toString());
    PlumbRun run =
        PlumbRun.of(
            "compile",
            "-c",
            Scene.EXAMPLE.resolve("config.yaml"),
            "--working-dir",
            folder,
            "--effort",
            "fast");
    System.clearProperty("plumbline.state");
    assertThat(run.status()).as(run.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_optimized_float_model.onnx",
        "_calibrated_model.onnx",
        "_quantized_model.onnx",
        ".plm"
      })
  void everyArtefactIsMeasured(String suffix) {
    PlumbRun run =
        PlumbRun.of(
            "perf",
            folder.resolve("shapes" + suffix),
            "--frames",
            "9",
            "--warm-up",
            "false",
            "--threads",
            "2",
            "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode record = run.json();
    assertThat(record.get("frames").asInt()).isEqualTo(9);
    assertThat(record.get("threads").asInt()).isEqualTo(2);
    JsonNode latency = record.get("latency_ms");
    List<Double> ordered =
        Stream.of("min", "median", "p99", "max").map(key -> latency.get(key).asDouble()).toList();
    assertThat(ordered).isSorted().allMatch(value -> value > 0);
    assertThat(latency.get("mean").asDouble()).isBetween(ordered.getFirst(), ordered.getLast());
    assertThat(record.get("fps").asDouble())
        .isCloseTo(9e3 / record.get("milliseconds").asDouble(), Percentage.withPercentage(0.1));
    assertThat(record.get("nodes").size()).isGreaterThan(10);
    record
        .get("nodes")
        .forEach(
            node -> {
              assertThat(node.get("name").asString()).isNotBlank();
              assertThat(node.get("ms").asDouble()).isNotNegative();
            });
  }

  @ParameterizedTest
  @CsvSource({"reference", "vector", "native"})
  void executorsAreMeasuredByName(String executor) {
    Path module = folder.resolve("shapes.plm");
    PlumbRun run =
        PlumbRun.of(
            "perf", module, "--executor", executor, "--frames", "2", "--warm-up=false", "--json");
    if (executor.equals("native") && run.status() == 4) {
      assertThat(run.err()).contains("module.no-native"); // no C compiler on this machine
      return;
    }
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.json().get("executor").asString()).isEqualTo(executor);
    assertThat(run.json().has("instructions")).isEqualTo(executor.equals("native"));
  }

  @Test
  void documentedFlagsOfBoardsAreHonoured() throws Exception {
    Path profile = folder.resolve("profile");
    PlumbRun run =
        PlumbRun.of(
            "perf",
            "--model_file=" + folder.resolve("shapes_quantized_model.onnx"),
            "--frame_count=5",
            "--thread_num=1",
            "--enable_warmup=false",
            "--input_file=" + Scene.picture(0),
            "--preprocess",
            Scene.PREPROCESS,
            "--profile_path=" + profile);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("Frame count", "Average latency (ms)", "Frame rate (FPS)");
    String[] blocks = Files.readString(profile.resolve("profiler.log")).split("\\*\\*\\*\n", -1);
    assertThat(blocks).hasSize(2);
    JsonMapper json = JsonMapper.builder().build();
    JsonNode condition = json.readTree(blocks[0]).get("running_condition");
    assertThat(condition.get("frame_count").asInt()).isEqualTo(5);
    assertThat(condition.get("thread_num").asInt()).isEqualTo(1);
    assertThat(json.readTree(blocks[0]).get("perf_result").get("FPS").asDouble()).isPositive();
    JsonNode chip = json.readTree(blocks[1]).get("chip_latency");
    assertThat(chip.get("CPU_inference_time_cost").get("avg_time").asDouble()).isPositive();
    assertThat(chip.get("BPU_inference_time_cost").get("max_time").asDouble()).isZero();
    assertThat(json.readTree(blocks[1]).get("task_latency").has("TaskPendingTime")).isTrue();
    JsonNode nodes = json.readTree(blocks[1]).get("model_latency");
    assertThat(nodes.isEmpty()).isFalse();
    nodes.forEach(
        node ->
            assertThat(node.get("avg_time").asDouble())
                .isBetween(node.get("min_time").asDouble(), node.get("max_time").asDouble()));
    assertThat(Files.readString(profile.resolve("profiler.csv")))
        .startsWith("running_condition\n")
        .contains("\n\nperf_result\nFPS,");
  }

  /** The folder is looked at first: more frames than anybody would wait for. */
  @Test
  void aProfileThatCannotBeWrittenIsToldAtOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    PlumbRun run =
        PlumbRun.of("perf", Scene.MODEL, "--perf_time", "999", "--profile", file.resolve("here"));
    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("environment.write", "--profile");
  }

  @Test
  void timeTakesThePlaceOfFrames() {
    PlumbRun run =
        PlumbRun.of(
            "perf",
            folder.resolve("shapes_quantized_model.onnx"),
            "--frames=1",
            "--perf_time_in_seconds=1");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("--frames is not used");
    assertThat(run.out()).doesNotContainPattern("Frame count +1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--core_id=1",
        "--roi=0,0,1,1",
        "--roi_infer=true",
        "--dump_intermediate=1",
        "--task_priority=3",
        "--input_stride=1",
        "--model_name=x"
      })
  void flagsWithoutMeaningAreRefusedByName(String flag) {
    PlumbRun run = PlumbRun.of("perf", Scene.MODEL, flag);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("usage.board-flag", flag.substring(0, flag.indexOf('=')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--dump_precision=3", "--enable_dump=true", "--dump_intermediate=1"})
  void inferRefusesThemToo(String flag) {
    PlumbRun run = PlumbRun.of("infer", Scene.MODEL, "--input_file=x.bin", flag);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("usage.board-flag", flag.substring(0, flag.indexOf('=')));
  }

  @Test
  void unknownFlagsAreUsageErrors() {
    PlumbRun run = PlumbRun.of("perf", Scene.MODEL, "--frame_cont=1");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--frame_cont", "--frame_count");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_quantized_model.onnx", ".plm"})
  void costsAreCountedWithoutARun(String suffix) throws Exception {
    Path out = folder.resolve("counted" + suffix);
    Path device = Files.writeString(folder.resolve("device.yaml"), DEVICE);
    PlumbRun run =
        PlumbRun.of(
            "perf",
            folder.resolve("shapes" + suffix),
            "--static",
            "--report",
            out,
            "--device",
            device,
            "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode record = run.json();
    assertThat(record.get("device").get("name").asString()).isEqualTo("board");
    assertThat(record.get("macs").asLong()).isPositive();
    long peak = 0;
    for (JsonNode step : record.get("steps")) {
      peak = Math.max(peak, step.get("alive_bytes").asLong());
    }
    assertThat(record.get("arena_bytes").asLong()).isGreaterThanOrEqualTo(peak);
    assertThat(record.has("measured")).isFalse();
    JsonNode written =
        JsonMapper.builder().build().readTree(out.resolve("shapes_perf.json").toFile());
    assertThat(written.get("steps")).isEqualTo(record.get("steps"));
    assertThat(Files.readString(out.resolve("shapes_perf.html"))).startsWith("<!doctype html>");
  }

  @Test
  void measuredTimesStandBesideThem() {
    Path out = folder.resolve("both");
    PlumbRun run =
        PlumbRun.of(
            "perf",
            folder.resolve("shapes.plm"),
            "--frames",
            "3",
            "--warm-up=false",
            "--report",
            out);
    assertThat(run.status()).as(run.err()).isZero();
    PlumbRun page = PlumbRun.of("report", out);
    assertThat(page.status()).as(page.err()).isZero();
    assertThat(out.resolve("shapes_perf.json")).content().contains("Measured here (µs)");
  }

  @ParameterizedTest
  @CsvSource({
    "shapes_optimized_float_model.onnx, --static, perf.not-quantized",
    "nothing.plm, --static, program.unreadable",
    "shapes.plm, '--static --frames 3', --frames",
    "shapes.plm, '--static --profile x', --profile",
    "shapes.plm, '--device device.yaml', --static",
  })
  void whatCannotBeCountedIsRefused(String model, String options, String told) {
    PlumbRun run =
        PlumbRun.of(
            Stream.concat(
                    Stream.of("perf", folder.resolve(model).toString()),
                    Stream.of(options.split(" ", -1)))
                .toArray());
    assertThat(run.status()).isNotZero();
    assertThat(run.err()).contains(told);
  }
}
