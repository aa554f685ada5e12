package io.plumbline.codegen.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultiplyAccumulatesTests {
  /** A graph of one opaque node; the last shape is its output's, a missing one is unknown. */
  private static Graph graph(String domain, String type, boolean transposeA, String shapes) {
    SequencedMap<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("transA", new Attribute.IntValue(transposeA ? 1 : 0));
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (String shape : shapes.split(" ", -1)) {
      String name = "v" + names.size();
      names.add(name);
      if (!shape.equals("?")) {
        types.put(name, TensorType.of(DType.FLOAT32, Shape.parse(shape)));
      }
    }
    String output = names.removeLast();
    Node node =
        Node.original("node", new OpaqueOp(domain, type, attributes), names, List.of(output));
    return new Graph(
        "one",
        ModelInfo.ofOpset(17),
        names,
        List.of(output),
        List.of(node),
        new LinkedHashMap<>(),
        types);
  }

  @ParameterizedTest
  @CsvSource({
    "'',Conv,false,1x3x8x8 4x3x3x3 1x4x8x8,6912",
    "com.microsoft,FusedConv,false,1x3x8x8 4x3x3x3 4 1x4x8x8,6912",
    "com.microsoft,FusedConv,false,1x4x8x8 4x1x3x3 1x4x8x8,2304",
    "'',ConvInteger,false,1x3x8x8 4x3x3x3 1x4x8x8,6912",
    "'',DeformConv,false,1x3x8x8 4x3x3x3 1x18x8x8 1x4x8x8,6912",
    "'',QLinearConv,false,1x3x8x8 1 1 4x3x3x3 1 1 1 1 1x4x8x8,6912",
    "'',ConvTranspose,false,1x3x4x4 3x2x2x2 1x2x8x8,384",
    "com.microsoft,FusedGemm,false,2x5 5x7 2x7,70",
    "com.microsoft,FusedGemm,true,5x2 5x7 2x7,70",
    "com.microsoft,FusedMatMul,true,4x5x2 4x5x7 4x2x7,280",
    "'',MatMulInteger,false,4x2x5 5x7 4x2x7,280",
    "'',LSTM,false,6x2x5 1x12x5 1x12x3 6x1x2x3,1152",
    "'',Softsign,false,2x5 2x5,0",
  })
  void productsAreCountedInEveryForm(
      String domain, String type, boolean transposeA, String shapes, long expected) {
    Graph graph = graph(domain, type, transposeA, shapes);
    assertThat(MultiplyAccumulates.of(graph)).isEqualTo(expected);
    assertThat(MultiplyAccumulates.uncounted(graph)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "com.microsoft,Attention,2x5 2x5",
    "com.example,Fancy,2x5 2x5",
    "'',Einsum,2x5 5x3 2x3",
    "'',Conv,1x3x8x8 4x3x3x3 ?",
  })
  void whatCannotBeToldIsNamed(String domain, String type, String shapes) {
    Graph graph = graph(domain, type, false, shapes);
    assertThat(MultiplyAccumulates.of(graph)).isZero();
    assertThat(MultiplyAccumulates.uncounted(graph)).extracting(Node::name).containsExactly("node");
  }
}
