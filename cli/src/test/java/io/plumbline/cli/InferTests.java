package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class InferTests {
  private static final Path CLASSES = Scene.EXAMPLE.resolve("classes.txt");
  private static final Path PICTURE = Scene.EVALUATION.resolve("evaluation_001.png");

  @TempDir private Path folder;

  @Test
  void answersHaveTheNamesOfTheirClasses() {
    PlumbRun run = infer("--input", PICTURE, "--classes", CLASSES, "--top", 2);
    assertThat(run.out()).containsPattern("\\| evaluation_001.png \\| logits +\\| ring [0-9.]+, ");
    JsonNode tensor =
        infer("--json", "--input", PICTURE, "--classes", CLASSES).json().get("tensors");
    JsonNode top = tensor.get(0).get("top");
    assertThat(top.size()).isEqualTo(5);
    assertThat(top.get(0).get("name").asString()).isEqualTo("ring");
    assertThat(top.get(0).get("class").asInt())
        .isEqualTo(tensor.get(0).get("argmax").asInt())
        .isEqualTo(1);
  }

  /** One name too few shifts or hides names, and is told of a sample, of a folder and by eval. */
  @Test
  void anotherNumberOfNamesThanScoresIsTold() {
    Scene scene = new Scene(folder);
    Path data = scene.pictures(2);
    Path nine = scene.write("nine.txt", "name\n".repeat(9));
    String told = "the file has 9 names, and the network has 10 scores";
    assertThat(infer("--input", PICTURE, "--classes", nine).err())
        .contains("[classes.count]", told);
    JsonNode found = infer("--json", "--input", data, "--classes", nine).json().get("findings");
    assertThat(found.get(0).get("code").asString()).isEqualTo("classes.count");
    String labelled = "eval MODEL --data EVALUATION --labels LABELS --preprocess PREPROCESS";
    assertThat(scene.run(labelled + " --limit 2 --classes " + nine).err()).contains(told);
    String unlabelled = "eval MODEL,MODEL --preprocess PREPROCESS --data " + data;
    assertThat(scene.run(unlabelled + " --classes " + nine).err()).contains(told);
    for (String inputs : List.of(PICTURE.toString(), data.toString())) {
      assertThat(infer("--input", inputs, "--classes", CLASSES).err())
          .doesNotContain("classes.count");
    }
    assertThat(scene.run(labelled + " --limit 2 --classes " + CLASSES).err())
        .doesNotContain("classes.count");
  }

  /** One file that is no picture is left out by name. */
  @Test
  void everyFileOfAFolderIsASample() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    for (int i = 0; i < 3; i++) {
      String name = "evaluation_00%d.png".formatted(i);
      Files.copy(Scene.EVALUATION.resolve(name), data.resolve(name));
    }
    Files.writeString(data.resolve("evaluation_009.png"), "no picture");
    Path dump = folder.resolve("dump");
    PlumbRun run = infer("--json", "--input", data, "--dump", dump);
    JsonNode samples = run.json().get("samples");
    assertThat(samples.size()).isEqualTo(3);
    assertThat(samples.get(1).get("sample").asString()).isEqualTo("evaluation_001.png");
    JsonNode tensor = samples.get(1).get("tensors").get(0);
    assertThat(tensor.get("top"))
        .isEqualTo(infer("--json", "--input", PICTURE).json().get("tensors").get(0).get("top"));
    assertThat(tensor.get("file").asString())
        .isEqualTo(dump.resolve("evaluation_001.png/logits.npy").toString());
    assertThat(run.err()).contains("evaluation_009.png", "not used", "[picture.undecodable]");
    assertThat(dump.resolve("evaluation_002.png/logits.npy")).isRegularFile();
    try (Stream<Path> dumped = Files.list(dump)) {
      assertThat(dumped).hasSize(3);
    }
  }

  @Test
  void inputsCanBeNamed() {
    PlumbRun named = infer("--input", "input=" + PICTURE);
    assertThat(named.status()).as(named.err()).isZero();
    assertThat(named.out()).isEqualTo(infer("--input", PICTURE).out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "imput=a.png; no input 'imput'",
        "input=a.png,b.png; 'b.png' has none",
        "input=a.png,input=b.png; given twice",
      })
  void wrongNamesAreSaid(String inputs, String message) {
    PlumbRun run = infer("--input", inputs);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("error[infer.inputs]", message, "NAME=FILE for each of [input]");
  }

  private static PlumbRun infer(Object... more) {
    List<Object> arguments =
        Stream.concat(
                Stream.of("infer", Scene.MODEL, "--preprocess", Scene.PREPROCESS), Stream.of(more))
            .toList();
    return PlumbRun.of(arguments.toArray());
  }
}
