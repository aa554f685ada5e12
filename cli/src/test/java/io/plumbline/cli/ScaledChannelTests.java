package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.graph.ChannelMultiples;
import io.plumbline.graph.Graph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Values whose channels a compilation scaled mean the same numbers in every artefact. */
class ScaledChannelTests {
  private static final List<String> SCALED =
      List.of("relu1.out", "relu3.out", "relu6.out", "relu9.out", "relu12.out");

  @TempDir private static Path work;

  @BeforeAll
  static void compile() {
    PlumbRun run =
        PlumbRun.of("compile", "-c", Scene.EXAMPLE.resolve("config.yaml"), "--working-dir", work);
    assertThat(run.status()).describedAs(run.err()).isZero();
  }

  private static Path stage(String name) {
    return work.resolve("shapes_" + name + "_model.onnx");
  }

  private static PlumbRun verify(Path reference, Path... models) {
    List<String> names = new ArrayList<>(List.of(reference.toString()));
    List.of(models).forEach(model -> names.add(model.toString()));
    return PlumbRun.of(
        "verify",
        "--json",
        "-m",
        String.join(",", names),
        "-i",
        Scene.EXAMPLE.resolve("evaluation"),
        "--limit",
        "2",
        "--preprocess",
        Scene.PREPROCESS,
        "--all-nodes");
  }

  private static double cosine(PlumbRun run, String tensor) {
    for (JsonNode node : run.json().get("nodes")) {
      if (node.get("name").asString().equals(tensor)) {
        return node.get("cosine").asDouble();
      }
    }
    throw new AssertionError(tensor + ": " + run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"original_float", "optimized_float"})
  void everyTensorIsNearTheFloatModel(String reference) {
    PlumbRun run =
        verify(
            stage(reference),
            stage("calibrated"),
            stage("ptq"),
            stage("quantized"),
            work.resolve("shapes.plm"));
    assertThat(run.status()).describedAs(run.err()).isZero();
    assertThat(run.json().get("nodes").size()).isGreaterThan(80);
    for (JsonNode node : run.json().get("nodes")) {
      assertThat(node.get("cosine").asDouble()).as(node.toString()).isGreaterThanOrEqualTo(0.99);
    }
  }

  @Test
  void artefactsSayTheirFactors() {
    SequencedMap<String, List<Integer>> program =
        ProgramReader.read(stage("quantized")).multiples();
    assertThat(program.keySet()).containsExactlyElementsOf(SCALED);
    assertThat(ProgramReader.read(work.resolve("shapes.plm")).multiples()).isEqualTo(program);
    for (String stage : List.of("calibrated", "ptq")) {
      assertThat(ChannelMultiples.of(OnnxReader.read(stage(stage)).info()))
          .containsAllEntriesOf(program);
    }
    for (String stage : List.of("original_float", "optimized_float")) {
      assertThat(ChannelMultiples.of(OnnxReader.read(stage(stage)).info())).isEmpty();
    }
  }

  /** The calibrated model with other factors said of one value; none where there are none. */
  private static Path said(String name, String tensor, List<Integer> exponents) {
    Graph graph = OnnxReader.read(stage("calibrated"));
    SequencedMap<String, String> metadata = new LinkedHashMap<>(graph.info().metadata());
    assertThat(metadata.remove(ChannelMultiples.PREFIX + tensor)).isNotNull();
    if (!exponents.isEmpty()) {
      metadata.put(ChannelMultiples.PREFIX + tensor, ChannelMultiples.text(exponents));
    }
    Path file = work.resolve(name + ".onnx");
    OnnxWriter.write(graph.withInfo(graph.info().withMetadata(metadata)), file);
    return file;
  }

  private static List<Integer> factors(String tensor) {
    return Objects.requireNonNull(
        ChannelMultiples.of(OnnxReader.read(stage("calibrated")).info()).get(tensor));
  }

  @Test
  void aWrongFactorIsSeen() {
    List<Integer> wrong = new ArrayList<>(factors("relu6.out"));
    Collections.reverse(wrong);
    PlumbRun run = verify(stage("optimized_float"), said("wrong", "relu6.out", wrong));
    assertThat(cosine(run, "relu6.out")).isLessThan(0.95);
    assertThat(cosine(run, "relu9.out")).isGreaterThan(0.99);
  }

  @Test
  void withoutAnEntryNumbersAreTakenAsTheyAre() {
    PlumbRun run = verify(stage("optimized_float"), said("silent", "relu6.out", List.of()));
    assertThat(cosine(run, "relu6.out")).isLessThan(0.95);
  }

  @Test
  void anEntryThatDoesNotFitIsRefused() {
    PlumbRun run = verify(stage("optimized_float"), said("short", "relu6.out", List.of(0, 1)));
    assertThat(run.status()).isNotZero();
    assertThat(run.err()).contains("model.channel-multiples", "relu6.out");
  }
}
