package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.report.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Machine output is as docs/schema says: real output is valid, and output of which a part is gone
 * or something else is not.
 */
class OutputSchemaTests {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_]+");

  @TempDir private static Path folder;
  private static String compiled = "";

  @BeforeAll
  static void compile() {
    compiled = new Scene(folder).pictures(2).toString();
    PlumbRun run =
        run(
            "compile -m MODEL --cal-data-dir %s --preprocess PREPROCESS --effort fast --no-native"
                    .formatted(compiled)
                + " --prefix net --working-dir OUT");
    assertThat(run.status()).as(run.err()).isZero();
    compiled = run.out();
  }

  /** Capital words stand for files of the example, OUT for what was compiled. */
  private static PlumbRun run(String line) {
    return PlumbRun.of(
        Stream.of((line + " --json").split(" "))
            .map(
                word ->
                    word.replace("MODEL", Scene.MODEL.toString())
                        .replace("PREPROCESS", Scene.PREPROCESS.toString())
                        .replace("PICTURE", Scene.picture(0).toString())
                        .replace("EVALUATION", Scene.EVALUATION.toString())
                        .replace("LABELS", Scene.LABELS.toString())
                        .replace("OUT", folder.resolve("out").toString()))
            .toArray());
  }

  static List<String> lines() {
    return List.of(
        "check MODEL",
        "info MODEL --nodes --tensors",
        "info OUT/net.plm",
        "infer MODEL --input PICTURE --preprocess PREPROCESS",
        "eval MODEL --data EVALUATION --labels LABELS --preprocess PREPROCESS --limit 2",
        "eval MODEL,OUT/net_quantized_model.onnx --data EVALUATION --preprocess PREPROCESS --limit"
            + " 2",
        "verify -m MODEL,OUT/net_quantized_model.onnx -i PICTURE --preprocess PREPROCESS",
        "verify --ladder OUT -d 1",
        "perf OUT/net_quantized_model.onnx --frames 2",
        "perf OUT/net.plm --static",
        "debug channels OUT --nodes-list conv5 -d 1",
        "targets",
        "manual OUT/man",
        "agent --make-identity OUT/identity",
        "info none.onnx");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void outputIsValidAndDamagedOutputIsNot(String line) {
    PlumbRun run = run(line);
    assertThat(run.out()).as(run.err()).isNotBlank();
    String command = run.out().startsWith("{\"error\"") ? "error" : line.split(" ")[0];
    hold(command, Json.parse(run.out()));
  }

  @Test
  void compilationsAreValidAndDamagedOnesAreNot() throws Exception {
    hold("compile", Json.parse(compiled));
    for (String name : List.of("quant_info", "advice")) {
      Path file = folder.resolve("out/net_" + name + ".json");
      hold(name, Json.parse(Files.readString(file, StandardCharsets.UTF_8)));
    }
  }

  @Test
  void aReportOfPerformanceIsAsItsCommandPrints() throws Exception {
    PlumbRun run = run("perf OUT/net.plm --frames 2 --report OUT/perf");
    assertThat(run.status()).as(run.err()).isZero();
    hold("perf", Json.parse(run.out()));
    Path file = folder.resolve("out/perf/net_perf.json");
    hold("perf", Json.parse(Files.readString(file, StandardCharsets.UTF_8)));
  }

  private static void hold(String name, Object output) {
    assertThat(OutputSchema.of(name).problems(output)).isEmpty();
    assertThat(output).isInstanceOf(Map.class);
    ((Map<?, ?>) output)
        .forEach(
            (key, value) -> {
              assertThat(String.valueOf(key)).matches(KEY);
              Map<Object, Object> less = new LinkedHashMap<>((Map<?, ?>) output);
              less.put(key, List.of(Map.of("another thing", 1)));
              assertThat(OutputSchema.of(name).problems(less)).as("%s, %s", name, key).isNotEmpty();
            });
    Map<Object, Object> more = new LinkedHashMap<>((Map<?, ?>) output);
    more.put("another thing", List.of());
    assertThat(OutputSchema.of(name).problems(more)).as(name).isNotEmpty();
    for (Object required : required(name)) {
      Map<Object, Object> less = new LinkedHashMap<>((Map<?, ?>) output);
      less.remove(required);
      assertThat(OutputSchema.of(name).problems(less)).as("%s, %s", name, required).isNotEmpty();
    }
  }

  /** Of what the whole output is; its forms, where it has several, are told apart by theirs. */
  private static List<Object> required(String name) {
    Map<?, ?> root = OutputSchema.of(name).root();
    List<Object> all = new ArrayList<>();
    if (root.get("required") instanceof List<?> names) {
      all.addAll(names);
    }
    return all;
  }
}
