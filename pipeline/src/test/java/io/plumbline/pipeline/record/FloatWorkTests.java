package io.plumbline.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.onnx.RecogniseOps;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class FloatWorkTests {
  private static final Shape VALUE = Shape.of(1, 4, 8, 8);
  private static final long WORK = 4 * 64 * 4 * 9L;

  /** A chain of convolutions of the given domains, each of the same work. */
  private static Graph chain(String... domains) {
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    List<Node> nodes = new ArrayList<>();
    types.put("v0", TensorType.of(DType.FLOAT32, VALUE));
    for (int i = 0; i < domains.length; i++) {
      SequencedMap<String, Attribute> attributes = new LinkedHashMap<>();
      attributes.put("pads", new Attribute.Ints(List.of(1L, 1L, 1L, 1L)));
      String output = "v" + (i + 1);
      constants.put("w" + i, Tensor.allocate(DType.FLOAT32, Shape.of(4, 4, 3, 3)));
      types.put(output, TensorType.of(DType.FLOAT32, VALUE));
      String type = domains[i].isEmpty() ? "Conv" : "FusedConv";
      nodes.add(
          Node.original(
              "conv" + i,
              new OpaqueOp(domains[i], type, attributes),
              List.of("v" + i, "w" + i),
              List.of(output)));
    }
    return RecogniseOps.apply(
        new Graph(
            "chain",
            ModelInfo.ofOpset(17),
            List.of("v0"),
            List.of("v" + domains.length),
            nodes,
            constants,
            types));
  }

  private static FloatWork of(Graph graph, QuantOptions options) {
    List<NodePlan> plans = new Planner(graph, Target.GENERIC, options).nodes();
    return FloatWork.of(graph, plans);
  }

  @Test
  void foreignConvolutionsAreWorkInFloat() {
    FloatWork found = of(chain("", "com.microsoft", "com.microsoft"), QuantOptions.DEFAULT);
    assertThat(found.all()).isEqualTo(3 * WORK);
    assertThat(found.inFloat()).isEqualTo(2 * WORK);
    Finding finding = found.finding().orElseThrow();
    assertThat(finding.where()).isEqualTo("conv1");
    assertThat(finding.message())
        .contains("67 % of the multiply-accumulates stay in float32 (2 of 3 nodes)")
        .contains("FusedConv has no integer form yet");
  }

  @Test
  void aModelWithoutAnIntegerNodeIsNamed() {
    FloatWork found = of(chain("com.microsoft"), QuantOptions.DEFAULT);
    assertThat(found.share()).hasValue(1.0);
    assertThat(found.finding().orElseThrow().message()).contains("nothing became integer");
  }

  @Test
  void whatWasAskedForIsNoFinding() {
    Graph graph = chain("", "", "");
    assertThat(of(graph, QuantOptions.DEFAULT).finding()).isEmpty();
    assertThat(of(graph, QuantOptions.DEFAULT).inFloat()).isZero();
    List<Wish> wishes = List.of(Wish.real("conv0"), Wish.real("conv1"), Wish.real("conv2"));
    FloatWork found = of(graph, QuantOptions.DEFAULT.withWishes(wishes));
    assertThat(found.inFloat()).isEqualTo(3 * WORK);
    assertThat(found.finding()).isEmpty();
  }

  @Test
  void withoutWorkThereIsNoShare() {
    assertThat(of(chain(), QuantOptions.DEFAULT.withOutputs(Scheme.INT8)).share()).isEmpty();
  }
}
