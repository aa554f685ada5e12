package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.wire.ModelProto;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file in the wrong place is named for what it is. */
class WrongFileTests {
  @TempDir private Path folder;

  private record Wrong(String option, Function<Scene, Path> file, int status, String says) {
    @Override
    public String toString() {
      return option + " " + says;
    }
  }

  private static Path tar(Scene scene) {
    byte[] bytes = new byte[1024];
    bytes[0] = 'a';
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, bytes, 257, 5);
    return scene.write("model.onnx", bytes);
  }

  private static Path strings(Scene scene) {
    return scene.model(
        (ModelProto.Builder model) ->
            model
                .getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(8));
  }

  static List<Wrong> wrongs() {
    return List.of(
        new Wrong("-m", _ -> Scene.PREPROCESS, 3, "a configuration is given with --config"),
        new Wrong("-c", _ -> Scene.MODEL, 2, "a model with --model"),
        new Wrong("-m", _ -> Scene.EXAMPLE, 3, "a folder, not a file"),
        new Wrong("-c", _ -> Scene.EXAMPLE, 2, "a folder; name a file in it"),
        new Wrong("-m", WrongFileTests::tar, 3, "a tar archive"),
        new Wrong("-c", WrongFileTests::tar, 2, "a tar archive"),
        new Wrong("-m", _ -> Scene.picture(0), 3, "a picture"),
        new Wrong("-m", s -> s.write("m.onnx", "PK\u0003\u0004"), 3, "a ZIP archive"),
        new Wrong("-m", s -> s.write("m.onnx", "layer { name: 'a' }\n"), 3, "Caffe network"),
        new Wrong(
            "-c",
            s -> s.write("p.json", "{\"model_type\": \"ONNX\", \"quant\": {}, \"compiler\": {}}"),
            2,
            "'input' in a file of Pulsar2"),
        new Wrong("-m", WrongFileTests::strings, 2, "it takes strings"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongs")
  void isNamedForWhatItIs(Wrong wrong) {
    Path file = wrong.file.apply(new Scene(folder));
    PlumbRun run = PlumbRun.of("check", wrong.option, file);
    assertThat(run.status()).as(run.err()).isEqualTo(wrong.status);
    assertThat(run.err()).contains(wrong.says);
  }

  @Test
  void ourOwnProgramIsNoFloatModel() {
    Scene scene = new Scene(folder);
    PlumbRun first = compile(scene, Scene.MODEL, "one");
    assertThat(first.status()).as(first.err()).isZero();
    PlumbRun again = compile(scene, scene.at("one").resolve("n_quantized_model.onnx"), "two");
    assertThat(again.status()).isEqualTo(3);
    assertThat(again.err()).contains("this is an integer program").contains("n_quantized_model");
  }

  private static PlumbRun compile(Scene scene, Path model, String into) {
    return PlumbRun.of(
        "compile",
        "-m",
        model,
        "--cal-data-dir",
        scene.pictures(1),
        "--preprocess",
        Scene.PREPROCESS,
        "--working-dir",
        scene.at(into),
        "--prefix",
        "n");
  }

  @Test
  void mistypedInputsAreGuessed() {
    PlumbRun run = PlumbRun.of("check", "-m", Scene.MODEL, "-i", "inptu", "1x3x48x48");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean 'input'?");
  }
}
