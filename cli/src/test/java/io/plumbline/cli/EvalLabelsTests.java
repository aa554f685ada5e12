package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Sets whose folders say the classes, and sets of which nobody says anything. */
class EvalLabelsTests {
  private static final int SAMPLES = 40;

  @TempDir private Path folder;

  /** The first samples of the example, each in the folder that its class is named by. */
  private Path classFolders(String prefix) throws IOException {
    List<String> lines = Files.readAllLines(Scene.LABELS).subList(0, SAMPLES);
    Path root = folder.resolve("classes");
    for (String line : lines) {
      String[] words = line.split(" ", 2);
      Path target = Files.createDirectories(root.resolve(prefix + words[1]));
      Files.copy(Scene.EVALUATION.resolve(words[0]), target.resolve(words[0]));
    }
    return root;
  }

  @Test
  void foldersOfClassesScoreAsTheirLabelsDo() throws IOException {
    String labels = String.join("\n", Files.readAllLines(Scene.LABELS).subList(0, SAMPLES)) + "\n";
    Path file = new Scene(folder).write("labels.txt", labels);
    JsonNode labelled = eval(Scene.MODEL, "--data", Scene.EVALUATION, "--labels", file).json();
    PlumbRun run = eval(Scene.MODEL, "--data", classFolders("c"));
    JsonNode byFolder = run.json();
    assertThat(byFolder.get("models")).isEqualTo(labelled.get("models"));
    assertThat(byFolder.get("classes").get(0).get("name").asString()).startsWith("c");
    assertThat(run.err()).contains("[data.class-folders]", "each of its 10 folders is a class");
  }

  @Test
  void wholeTablesAreFilesForSpreadsheets() throws IOException {
    Path csv = folder.resolve("csv");
    eval(Scene.MODEL, "--data", classFolders("=c"), "--csv", csv);
    assertThat(Files.readAllLines(csv.resolve("scores.csv"))).hasSize(2);
    assertThat(Files.readAllLines(csv.resolve("classes.csv"))).hasSize(11);
    assertThat(Files.readAllLines(csv.resolve("samples.csv")))
        .hasSize(1 + SAMPLES)
        .startsWith("Sample,Class,Name,model.onnx,Name,Cosine")
        .anySatisfy(line -> assertThat(line).contains(",'=c0,0,'=c0,1.000000"));
    Path other = folder.resolve("other");
    String twice = Scene.MODEL + "," + Scene.MODEL;
    eval(twice, "--data", Scene.EVALUATION, "--limit", 5, "--csv", other);
    assertThat(Files.readAllLines(other.resolve("samples.csv"))).hasSize(6);
    assertThat(other.resolve("classes.csv")).doesNotExist();
  }

  @Test
  void namesOfClassesSayWhichFolderIsWhich() throws IOException {
    Path names = new Scene(folder).write("names.txt", "c9\nc8\nc7\nc6\nc5\nc4\nc3\nc2\nc1\nc0\n");
    JsonNode turned = eval(Scene.MODEL, "--data", classFolders("c"), "--classes", names).json();
    assertThat(turned.get("models").get(0).get("top1").asDouble()).isLessThan(0.3);
    Path short1 = new Scene(folder).write("short.txt", "c0\nc1\n");
    PlumbRun run = eval(Scene.MODEL, "--data", folder.resolve("classes"), "--classes", short1);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("error[data.class-folder]", "c2");
  }

  @Test
  void withoutLabelsModelsAreHeldToTheFirst() {
    PlumbRun run = eval(Scene.MODEL + "," + Scene.MODEL, "--data", Scene.EVALUATION, "--limit", 20);
    JsonNode output = run.json().get("outputs").get(0);
    assertThat(output.get("agreement").asDouble()).isEqualTo(1);
    assertThat(output.get("cosine").asDouble()).isEqualTo(1);
    assertThat(run.json().get("samples").asInt()).isEqualTo(20);
    assertThat(run.err()).contains("[eval.unlabelled]");
  }

  @Test
  void oneModelAloneNeedsLabels() {
    PlumbRun run = eval(Scene.MODEL, "--data", Scene.EVALUATION);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("error[data.no-labels]", "or give two models");
  }

  private static PlumbRun eval(Object models, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("eval", "--json", models));
    arguments.addAll(List.of("--preprocess", Scene.PREPROCESS));
    arguments.addAll(List.of(more));
    return PlumbRun.of(arguments.toArray());
  }
}
