package io.plumbline.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
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
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SiLU whose values below zero vanish in one step, and what cures that. */
class CoarseGateTests {
  @TempDir private Path folder;

  /** A convolution, SiLU in the spelling that exporters have, and another convolution. */
  private static Graph gated(float factor) {
    Graph chain =
        RuinedOutputsTests.chain(
            new float[] {factor, factor}, new float[] {1 / factor, 1 / factor});
    SequencedMap<String, ValueType> types = new LinkedHashMap<>(chain.types());
    List<Node> nodes = new ArrayList<>(chain.nodes());
    types.put("g", types.get("v1"));
    types.put("s", types.get("v1"));
    nodes.add(1, node("gate", "Sigmoid", List.of("v1"), "g"));
    nodes.add(2, node("silu", "Mul", List.of("v1", "g"), "s"));
    nodes.set(3, node("conv1", "Conv", List.of("s", "w1"), "v2"));
    return new Graph(
        "gated", chain.info(), chain.inputs(), chain.outputs(), nodes, chain.constants(), types);
  }

  private static Node node(String name, String type, List<String> inputs, String output) {
    return Node.original(
        name, new OpaqueOp("", type, new LinkedHashMap<>()), inputs, List.of(output));
  }

  private List<Finding> coarse(float factor, QuantOptions options) {
    Path model = folder.resolve("model.onnx");
    OnnxWriter.write(gated(factor), model);
    CompileRequest request =
        CompileRequest.of(ModelFiles.of(model), new RandomData())
            .withOptions(options)
            .into(folder.resolve("work"), "p");
    return Pipeline.compile(request, Progress.SILENT).findings().stream()
        .filter(finding -> finding.code().equals("quantize.coarse-gate"))
        .toList();
  }

  @Test
  void aStepLargerThanTheFunctionIsDeepIsNamedWithItsCure() {
    List<Finding> findings = coarse(60, QuantOptions.DEFAULT);
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().where()).isEqualTo("silu");
    assertThat(findings.getFirst().message())
        .contains("Silu reaches -0.278 below zero", "have steps of", "dB below the signal")
        .contains("node_info: {silu: {InputType: int16, OutputType: int16}}");
  }

  @Test
  void fineStepsAreNotNamedNorSixteenBits() {
    assertThat(coarse(1, QuantOptions.DEFAULT)).isEmpty();
    Wish wide = new Wish(new Selector.Node("silu"), Scheme.INT16);
    assertThat(coarse(60, QuantOptions.DEFAULT.withWishes(List.of(wide)))).isEmpty();
  }
}
