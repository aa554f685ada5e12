package io.plumbline.engine.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.InternalException;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrtEngineTests {
  private static final TensorType TWO = TensorType.of(DType.FLOAT32, Shape.of(2));

  private static Graph absoluteOfNegative() {
    return Models.of(
        TWO,
        new LinkedHashMap<>(),
        Models.node("Neg", List.of("x"), "n"),
        Models.node("Abs", List.of("n"), "y"));
  }

  private static Tensor get(Map<String, Tensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name));
  }

  @Test
  void refusalOfAnOwnGraphIsNoFaultOfTheModel() {
    Graph refused =
        Models.of(TWO, new LinkedHashMap<>(), Models.node("NoSuchOp", List.of("x"), "y"));
    assertThatThrownBy(() -> OrtEngine.open(refused)).isInstanceOf(BadModelException.class);
    assertThatThrownBy(() -> OrtEngine.openOwn(refused))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("NoSuchOp")
        .hasMessageContaining("made from yours")
        .extracting(error -> ((InternalException) error).where())
        .isEqualTo("node 'NoSuchOp.y'");
  }

  @Test
  void failuresNameTheFile() {
    Graph reshaped =
        Models.of(
            TWO,
            new LinkedHashMap<>(Map.of("into", Tensor.of(Shape.of(1), new long[] {3}))),
            Models.node("Reshape", List.of("x", "into"), "y"));
    try (OrtEngine engine = OrtEngine.open(reshaped, "net.onnx", OrtOptions.DEFAULT)) {
      assertThatThrownBy(() -> engine.run(Map.of("x", Tensor.of(Shape.of(2), 1f, 2f))))
          .isInstanceOfSatisfying(
              BadDataException.class, e -> assertThat(e.where()).isEqualTo("net.onnx"));
    }
  }

  @Test
  void whatIsClosedSaysSo() {
    OrtEngine engine = OrtEngine.open(absoluteOfNegative());
    engine.close();
    assertThatThrownBy(() -> engine.run(Map.of("x", Tensor.of(Shape.of(2), 1f, 2f))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void handsOutInputsIntermediatesAndOutputsInTheOrderAskedFor() {
    try (OrtEngine engine = OrtEngine.open(absoluteOfNegative())) {
      assertThat(engine.tensors()).containsExactly("x", "n", "y");
      Map<String, Tensor> inputs = Map.of("x", Tensor.of(Shape.of(2), 1f, -2f));
      for (int run = 0; run < 3; run++) {
        var fetched = engine.run(inputs, RunOptions.fetching(List.of("y", "x", "n")));
        assertThat(fetched.sequencedKeySet()).containsExactly("y", "x", "n");
        assertThat(get(fetched, "n").toFloats()).containsExactly(-1, 2);
        assertThat(get(engine.run(inputs), "y").toFloats()).containsExactly(1, 2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"UINT16", "UINT32", "UINT64"})
  void everyTypeGoesThrough(DType dtype) {
    Graph graph =
        Models.of(
            TensorType.of(dtype, Shape.of(3)),
            new LinkedHashMap<>(),
            Models.node("Identity", List.of("x"), "y"));
    Tensor tensor = Tensor.allocate(dtype, Shape.of(3));
    for (long i = 0; i < tensor.data().byteSize(); i++) {
      tensor.data().set(ValueLayout.JAVA_BYTE, i, (byte) (i % 2));
    }
    try (OrtEngine engine = OrtEngine.open(graph)) {
      for (int run = 0; run < 2; run++) {
        assertThat(get(engine.run(Map.of("x", tensor)), "y").sameAs(tensor)).isTrue();
      }
    }
  }

  @Test
  void outputShapesMayDependOnValues() {
    Graph graph = Models.of(TWO, new LinkedHashMap<>(), Models.node("NonZero", List.of("x"), "y"));
    try (OrtEngine engine = OrtEngine.open(graph)) {
      for (float first : new float[] {1, 0, 1, 1, 0, 0}) {
        Tensor found = get(engine.run(Map.of("x", Tensor.of(Shape.of(2), first, 1f))), "y");
        assertThat(found.shape()).isEqualTo(Shape.of(1, first == 0 ? 1 : 2));
      }
    }
  }

  @Test
  void dynamicExtentsFollowTheInput() {
    TensorType dynamic =
        new TensorType(DType.FLOAT32, List.of(new Dim.Symbol("N"), new Dim.Fixed(2)));
    Graph graph = Models.of(dynamic, new LinkedHashMap<>(), Models.node("Neg", List.of("x"), "y"));
    try (OrtEngine engine = OrtEngine.open(graph)) {
      assertThat(engine.inputs().getFirst().dims()).containsExactly(-1L, 2L);
      for (int n : new int[] {1, 3, 1, 3}) {
        Tensor x = Tensor.allocate(DType.FLOAT32, Shape.of(n, 2));
        assertThat(get(engine.run(Map.of("x", x)), "y").shape()).isEqualTo(Shape.of(n, 2));
      }
    }
  }

  @Test
  void heapTensorsAreCopied() {
    MemorySegment heap = MemorySegment.ofArray(new byte[8]);
    Tensor tensor = Tensor.wrap(DType.FLOAT32, Shape.of(2), heap);
    try (OrtEngine engine = OrtEngine.open(absoluteOfNegative())) {
      assertThat(get(engine.run(Map.of("x", tensor)), "y").toFloats()).containsExactly(0, 0);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    Tensor wrong = Tensor.of(Shape.of(3), 1f, 2f, 3f);
    Tensor right = Tensor.of(Shape.of(2), 1f, 2f);
    try (OrtEngine engine = OrtEngine.open(absoluteOfNegative())) {
      assertThatThrownBy(() -> engine.run(Map.of("x", wrong)))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("x f32[2]")
          .hasMessageContaining("f32[3]");
      assertThatThrownBy(() -> engine.run(Map.of())).isInstanceOf(BadDataException.class);
      assertThatThrownBy(() -> engine.run(Map.of("x", right, "z", right)))
          .isInstanceOf(BadDataException.class);
      assertThatThrownBy(() -> engine.run(Map.of("x", right), RunOptions.fetching(List.of("w"))))
          .isInstanceOf(BadConfigurationException.class);
    }
    Graph unknown = Models.of(TWO, new LinkedHashMap<>(), Models.node("Nope", List.of("x"), "y"));
    assertThatThrownBy(() -> OrtEngine.open(unknown))
        .isInstanceOf(BadModelException.class)
        .hasMessageContaining("Nope");
  }

  @Test
  void manyFetchSetsComeAndGoWhileOthersRun() throws ExecutionException, InterruptedException {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      nodes.add(Models.node("Neg", List.of(i == 0 ? "x" : "n" + (i - 1)), "n" + i));
    }
    Graph graph = Models.of(TWO, new LinkedHashMap<>(), nodes.toArray(Node[]::new));
    Map<String, Tensor> inputs = Map.of("x", Tensor.of(Shape.of(2), 1f, 2f));
    try (OrtEngine engine = OrtEngine.open(graph);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Tensor>> results = new ArrayList<>();
      for (int i = 0; i < 96; i++) {
        String name = "n" + i % 12;
        results.add(
            threads.submit(
                () -> get(engine.run(inputs, RunOptions.fetching(List.of(name))), name)));
      }
      for (int i = 0; i < 96; i++) {
        float sign = i % 12 % 2 == 0 ? -1 : 1;
        assertThat(results.get(i).get().toFloats()).containsExactly(sign, 2 * sign);
      }
    }
  }

  @Test
  void constantNodesAreComputed() {
    LinkedHashMap<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("a", Tensor.of(Shape.of(2), 1f, 2f));
    constants.put("b", Tensor.of(Shape.of(2), 10f, 20f));
    Node sum = Models.node("Add", List.of("a", "b"), "s");
    Graph graph = Models.of(TWO, constants, sum, Models.node("Add", List.of("x", "s"), "y"));
    var evaluator = new OrtConstantEvaluator();
    assertThat(evaluator.evaluate(sum, graph))
        .hasValueSatisfying(
            results -> assertThat(results.getFirst().toFloats()).containsExactly(11, 22));
    assertThat(evaluator.evaluate(Models.node("Nope", List.of("a"), "s"), graph)).isEmpty();
    assertThat(evaluator.evaluate(Models.node("Neg", List.of("x"), "s"), graph)).isEmpty();
  }

  @Test
  void foreignNodesRunTheirOwnModel() {
    byte[] bytes = OnnxWriter.toBytes(absoluteOfNegative());
    Tensor model = Tensor.allocate(DType.UINT8, Shape.of(bytes.length));
    model.data().copyFrom(MemorySegment.ofArray(bytes));
    var foreign =
        new Instruction.Foreign("node", "Abs", List.of(0), List.of(1), model, "not an integer op");
    var program =
        new Program(
            "p",
            Rounding.HALF_EVEN,
            List.of(),
            List.of(),
            List.of(),
            new LinkedHashMap<>(),
            List.of());
    try (ForeignOps.Prepared node = new OrtForeignOps().prepare(foreign, program)) {
      List<Tensor> results = node.run(List.of(Tensor.of(Shape.of(2), 3f, -4f)));
      assertThat(results.getFirst().toFloats()).containsExactly(3, 4);
    }
  }

  @Test
  void probingFindsTheTypesOfARealModel() {
    Graph graph =
        OnnxReader.read(
            SharedData.require("models/mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx"));
    Graph probed = ShapeProbe.apply(graph);
    for (Node node : graph.nodes()) {
      assertThat(probed.tensorType(node.output()))
          .as(node.name())
          .hasValueSatisfying(type -> assertThat(type.isStatic()).isTrue());
    }
    assertThat(probed.tensorType("output"))
        .contains(TensorType.of(DType.FLOAT32, Shape.of(1, 1000)));
  }

  /** The second run writes straight into the tensors handed out; it must not matter. */
  @Test
  void intermediatesOfARealModelRepeatToTheBit() {
    Graph graph =
        OnnxReader.read(
            SharedData.require("models/mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx"));
    Tensor x = Tensor.allocate(DType.FLOAT32, Shape.of(1, 3, 224, 224));
    Random random = new Random(5);
    for (long i = 0; i < x.elements(); i++) {
      x.data().setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat() * 2 - 1);
    }
    try (OrtEngine engine = OrtEngine.open(graph)) {
      RunOptions all = RunOptions.fetching(engine.tensors());
      Map<String, Tensor> first = engine.run(Map.of("input", x), all);
      Map<String, Tensor> second = engine.run(Map.of("input", x), all);
      for (int visit = 0; visit < 3; visit++) {
        engine.visit(
            Map.of("input", x),
            all,
            seen ->
                first.forEach(
                    (name, tensor) ->
                        assertThat(tensor.sameAs(get(seen, name))).as(name).isTrue()));
      }
      first.forEach(
          (name, tensor) -> assertThat(tensor.sameAs(get(second, name))).as(name).isTrue());
    }
  }
}
