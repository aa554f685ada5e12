package io.plumbline.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuinedOutputsTests {
  private static final Shape VALUE = Shape.of(1, 2, 4, 4);

  @TempDir private Path folder;

  /** 1×1 convolutions that each multiply the two channels by numbers of their own. */
  static Graph chain(float[]... factors) {
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    List<Node> nodes = new ArrayList<>();
    types.put("v0", TensorType.of(DType.FLOAT32, VALUE));
    for (int i = 0; i < factors.length; i++) {
      String output = "v" + (i + 1);
      float[] weights = {factors[i][0], 0, 0, factors[i][1]};
      constants.put("w" + i, Tensor.of(Shape.of(2, 2, 1, 1), weights));
      types.put(output, TensorType.of(DType.FLOAT32, VALUE));
      nodes.add(
          Node.original(
              "conv" + i,
              new OpaqueOp("", "Conv", new LinkedHashMap<>()),
              List.of("v" + i, "w" + i),
              List.of(output)));
    }
    return new Graph(
        "chain",
        ModelInfo.ofOpset(17),
        List.of("v0"),
        List.of("v" + factors.length),
        nodes,
        constants,
        types);
  }

  private List<Finding> ruined(Graph graph, QuantOptions options) {
    return found(graph, options).stream()
        .filter(finding -> finding.code().equals("similarity.ruined"))
        .toList();
  }

  private List<Finding> found(Graph graph, QuantOptions options) {
    Path model = folder.resolve("model.onnx");
    OnnxWriter.write(graph, model);
    CompileRequest request =
        CompileRequest.of(ModelFiles.of(model), new RandomData())
            .withOptions(options)
            .into(folder.resolve("work"), "p");
    return Pipeline.compile(request, Progress.SILENT).findings();
  }

  /** Between the second and the third, one range has to hold channels 100 000 apart. */
  static final float[][] LOST = {{1, 1}, {1, 1e5f}, {1, 1e-5f}, {1, 1}};

  @Test
  void theNodeAtFaultIsNamedWithItsCure() {
    List<Finding> findings = ruined(chain(LOST), QuantOptions.DEFAULT);
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().where()).isEqualTo("conv1");
    assertThat(findings.getFirst().message())
        .contains("output 'v4' keeps a cosine of 0.")
        .contains("whose 'v2' has steps of")
        .contains("run_on_cpu: conv1;conv2)");
  }

  /** Lost in the mean, and for no sample so far that halving finds the place: none is acquitted. */
  @Test
  void whereNoNodeIsFoundNoneIsSaidToBeWithoutFault() {
    float[][] worn = {{1, 1}, {1, 48}, {1, 1 / 48f}, {1, 1}};
    List<Finding> findings = ruined(chain(worn), QuantOptions.DEFAULT);
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().where()).isEqualTo("v4");
    assertThat(findings.getFirst().message())
        .contains("no node was found at which it breaks: see which cost most (plumb debug causes)");
  }

  @Test
  void theCuresThatAreNamedCure() {
    assertThat(
            ruined(
                chain(LOST),
                QuantOptions.DEFAULT.withWishes(List.of(Wish.real("conv1"), Wish.real("conv2")))))
        .isEmpty();
    float[][] lost = {{1, 1}, {1, 1e3f}, {1, 1e-3f}, {1, 1}};
    assertThat(ruined(chain(lost), QuantOptions.DEFAULT).getFirst().message())
        .contains("node_info: {conv1: {InputType: int16, OutputType: int16}}");
    Wish wide = new Wish(new Selector.Node("conv1"), Scheme.INT16);
    assertThat(ruined(chain(lost), QuantOptions.DEFAULT.withWishes(List.of(wide)))).isEmpty();
  }

  private static Graph with(
      Graph graph, String output, SequencedMap<String, Tensor> more, Node... nodes) {
    List<Node> all = new ArrayList<>(graph.nodes());
    all.addAll(List.of(nodes));
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    constants.putAll(more);
    return new Graph(
        graph.name(), graph.info(), graph.inputs(), List.of(output), all, constants, graph.types());
  }

  private static Node node(String type, String inputs, String outputs) {
    return Node.original(
        outputs,
        new OpaqueOp("", type, new LinkedHashMap<>()),
        List.of(inputs.split(" ", -1)),
        List.of(outputs.split(" ", -1)));
  }

  @Test
  void aSingleNumberIsLostToo() {
    float[] weights = new float[32];
    Arrays.fill(weights, 0, 16, 1);
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("sum", Tensor.of(Shape.of(1, 2, 4, 4), weights));
    List<Finding> findings =
        ruined(
            with(chain(LOST), "total", constants, node("Conv", "v4 sum", "total")),
            QuantOptions.DEFAULT);
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().where()).isEqualTo("conv1");
    assertThat(findings.getFirst().message())
        .contains("output 'total' keeps its number with an error of")
        .contains("without rounding it the error is 0.0");
  }

  /** Of 32 numbers that are nearly equal, rounding puts others first. */
  private static Graph chosen(float[]... factors) {
    float[] near = new float[32];
    for (int i = 0; i < near.length; i++) {
      near[i] = 1000 + i % 5;
    }
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("near", Tensor.of(VALUE, near));
    constants.put("flat", Tensor.of(Shape.of(1), -1L));
    constants.put("few", Tensor.of(Shape.of(1), 9L));
    float[] signs = new float[32];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = i % 3 - 1;
    }
    constants.put("rows", Tensor.of(Shape.of(32), signs));
    String last = "v" + factors.length;
    return with(
        chain(factors),
        "y",
        constants,
        node("Add", last + " near", "scores"),
        node("Reshape", "scores flat", "line"),
        node("TopK", "line few", "top places"),
        node("Gather", "rows places", "y"));
  }

  @Test
  void rowsThatAreChosenByTrueNumbersAreNotBlamedOnANode() {
    List<Finding> findings = found(chosen(new float[] {1, 2}), QuantOptions.DEFAULT);
    assertThat(findings)
        .filteredOn(finding -> finding.code().startsWith("similarity."))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("similarity.selected");
              assertThat(finding.where()).isEqualTo("top places");
              assertThat(finding.message()).contains("numbers that stay true ('", "cosine of 1.00");
            });
  }

  /** Depths of 1000 ± 1: a cosine of 0.9999 hides that steps of 4 leave nothing of what varies. */
  @Test
  void aLargeMeanHidesNoError() {
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    float[] far = new float[32];
    Arrays.fill(far, 1000);
    constants.put("far", Tensor.of(VALUE, far));
    constants.put("one", Tensor.of(Shape.of(1), 1f));
    Graph depths =
        with(
            chain(new float[] {1, 1}),
            "depth",
            constants,
            node("Add", "v1 far", "near"),
            node("Mul", "near one", "m"),
            node("Relu", "m", "depth"));
    assertThat(found(depths, QuantOptions.DEFAULT))
        .filteredOn(finding -> finding.code().startsWith("similarity."))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("similarity.offset");
              assertThat(finding.where()).isEqualTo("depth");
              assertThat(finding.message()).contains("its numbers are 999.9 ± ", "% of what");
            });
  }

  @Test
  void whatIsTrueIsNoFinding() {
    assertThat(ruined(chain(new float[] {1, 2}, new float[] {3, 1}), QuantOptions.DEFAULT))
        .isEmpty();
  }
}
