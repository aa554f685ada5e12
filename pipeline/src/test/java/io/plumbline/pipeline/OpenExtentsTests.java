package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.op.Attribute;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Results whose extents depend on the data have, sample by sample, those of the float model: in the
 * program, its file and the model with a plan written into it.
 */
class OpenExtentsTests {
  private static final int ROWS = 10;

  private record Case(String name, UnaryOperator<SmallModel> model) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Case> CASES =
      List.of(
          new Case("counted", m -> m.node("NonZero", "marked", "y")),
          new Case("rows that are marked", m -> rows(m, "y")),
          new Case(
              "nodes behind them",
              m ->
                  rows(m, "r")
                      .weights("v", 8, 4)
                      .node("MatMul", "r v", "q")
                      .node("Relu", "q", "y")),
          new Case(
              "of fixed extents again",
              m ->
                  rows(m, "r")
                      .constant("axes", Tensor.of(Shape.of(1), 0L))
                      .node("ReduceSum", "r axes", "sums")
                      .node("Sigmoid", "sums", "s")
                      .weights("v", 8, 4)
                      .node("MatMul", "s v", "y")),
          new Case("how many", m -> rows(m, "r").node("Shape", "r", "y")),
          new Case("chosen by a condition", m -> m.node("Compress", "p marked", "y", "axis", 0)),
          new Case(
              "cut at a computed place",
              m ->
                  count(m)
                      .constant("from", Tensor.of(Shape.of(1), 0L))
                      .node("Slice", "p from count from", "y")),
          new Case(
              "repeated",
              m ->
                  count(m)
                      .constant("one", Tensor.of(Shape.of(1), 1L))
                      .node("Concat", "count one", "times", "axis", 0)
                      .node("Tile", "p times", "y")),
          new Case(
              "counted and joined with what is not",
              m -> rows(m, "r").node("Concat", "r p", "y", "axis", 0)),
          new Case(
              "branches of two shapes",
              m ->
                  m.constant("most", Tensor.of(Shape.of(), 6L))
                      .node("ReduceSum", "ones", "sum", "keepdims", 0)
                      .node("Greater", "sum most", "many")
                      .node(
                          "If",
                          "many",
                          "y",
                          "then_branch",
                          branch("then_branch", "Identity", "p"),
                          "else_branch",
                          branch("else_branch", "Transpose", "p"))));

  /** A sub-graph of one node that reads an outer value. */
  private static Attribute branch(String name, String type, String outer) {
    String inner = name + "_y";
    GraphProto graph =
        GraphProto.newBuilder()
            .setName(name)
            .addNode(NodeProto.newBuilder().setOpType(type).addInput(outer).addOutput(inner))
            .addOutput(ValueInfoProto.newBuilder().setName(inner))
            .build();
    byte[] bytes =
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeProto.AttributeType.GRAPH)
            .setG(graph)
            .build()
            .toByteArray();
    List<Byte> wire = new ArrayList<>();
    for (byte one : bytes) {
      wire.add(one);
    }
    return new Attribute.Wire(wire, List.of(outer), List.of(inner));
  }

  /** Rows of p that are marked. */
  private static SmallModel rows(SmallModel model, String output) {
    return model
        .node("NonZero", "marked", output + "_n")
        .node("Transpose", output + "_n", output + "_t")
        .node("GatherND", "p " + output + "_t", output);
  }

  /** The number of marked rows, as an extent. */
  private static SmallModel count(SmallModel model) {
    return model.node("ReduceSum", "ones", "count", "keepdims", 1);
  }

  /** A product, and which of its rows are marked: those whose first input is above 0. */
  private static SmallModel start() {
    return new SmallModel(17)
        .input("x", ROWS, 8)
        .weights("w", 8, 8)
        .node("MatMul", "x w", "p")
        .constant("zero", Tensor.of(Shape.of(1), 0L))
        .constant("column", Tensor.of(Shape.of(), 0L))
        .node("Gather", "x column", "firsts", "axis", 1)
        .constant("none", Tensor.scalar(0))
        .node("Greater", "firsts none", "marked")
        .node("Cast", "marked", "ones", "to", 7);
  }

  /** Numbers far from 0, so many rows of them marked. */
  private static Tensor sample(int marked) {
    Tensor normal = SmallModel.normal(new Random(marked), Shape.of(ROWS, 8));
    float[] values = normal.toFloats();
    for (int row = 0; row < ROWS; row++) {
      boolean positive = row % 2 == 0 ? row / 2 < marked : ROWS / 2 + row / 2 < marked;
      values[row * 8] = positive ? 1 : -1;
    }
    return Tensor.of(normal.shape(), values);
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void areThoseOfTheFloatModel(Case given, @TempDir Path folder) {
    Path file = given.model().apply(start()).write(folder.resolve("m.onnx"), "y");
    CompileRequest request =
        CompileRequest.of(ModelFiles.of(file), new RandomData()).into(folder, "p");
    Pipeline.compile(request, Progress.SILENT);
    for (Artifact artifact :
        List.of(Artifact.QUANTIZED, Artifact.CALIBRATED, Artifact.OPTIMIZED_FLOAT)) {
      try (Engine right = OrtEngine.open(OnnxReader.read(file));
          Engine found = Plumbline.load(request.file(artifact))) {
        for (int marked : List.of(3, 10, 1, 7, 0)) {
          Map<String, Tensor> fed = Map.of("x", sample(marked));
          Tensor expected = right.run(fed).get("y");
          Tensor actual = found.run(fed).get("y");
          assertThat(Objects.requireNonNull(actual).shape())
              .as("%s, %d rows", artifact, marked)
              .isEqualTo(Objects.requireNonNull(expected).shape());
          assertThat(Similarity.of(expected, actual).largestDifference()).isLessThan(0.5);
        }
      }
    }
  }
}
