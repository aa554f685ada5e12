package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names in a model are data: they command no terminal and no spreadsheet, and fit every file. */
class NamesOfOthersTests {
  private static final List<String> NAMES =
      List.of(
          "a/b", "a_b", "=cmd|' /C calc'!A0", "\u001b[2J\u009b31m\r\nerror: x", "n".repeat(3000));

  @TempDir private Path folder;

  /** The example's model with an output of each name behind its first normalisation. */
  private static Path model(Scene scene) {
    return scene.model(
        model -> {
          GraphProto.Builder graph = model.getGraphBuilder();
          String value = graph.getNode(0).getOutput(0);
          for (String name : NAMES) {
            graph.addNode(
                NodeProto.newBuilder()
                    .setOpType("Sigmoid")
                    .setName(name)
                    .addInput(value)
                    .addOutput(name));
            graph.addOutput(graph.getOutput(0).toBuilder().setName(name).clearType());
          }
        });
  }

  private static void requireHarmless(PlumbRun run) {
    assertThat(run.status()).as(run.err()).isZero();
    assertThat((run.out() + run.err()).replace("\n", ""))
        .doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f]");
    assertThat(run.err().lines()).allSatisfy(line -> assertThat(line).doesNotStartWith("error"));
  }

  @Test
  void areShownWrittenAndDumpedWithoutHarm() throws Exception {
    Scene scene = new Scene(folder);
    Path model = model(scene);
    requireHarmless(PlumbRun.of("check", "-m", model));
    requireHarmless(
        PlumbRun.of(
            "compile",
            "-m",
            model,
            "--cal-data-dir",
            scene.pictures(2),
            "--preprocess",
            Scene.PREPROCESS,
            "--working-dir",
            scene.work(),
            "--prefix",
            "n",
            "-v"));
    assertThat(Files.readAllLines(scene.work().resolve("n_node_info.csv")))
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("(^|,)\"?[=+@]"))
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f]"));
    assertThat(Files.readString(scene.work().resolve("plumb_compile.log")).replace("\n", ""))
        .doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f]");
    requireHarmless(
        PlumbRun.of(
            "infer",
            scene.work().resolve("n_quantized_model.onnx"),
            "--input",
            Scene.picture(0),
            "--preprocess",
            Scene.PREPROCESS,
            "--dump",
            scene.at("dump")));
    assertThat(Scene.files(scene.at("dump"))).hasSize(NAMES.size() + 1);
  }
}
