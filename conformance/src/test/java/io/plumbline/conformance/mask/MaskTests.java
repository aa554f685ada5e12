package io.plumbline.conformance.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.codegen.lower.Lowering;
import io.plumbline.conformance.MadeSamples;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.engine.ort.ShapeProbe;
import io.plumbline.graph.Graph;
import io.plumbline.graph.onnx.RecogniseOps;
import io.plumbline.graph.pass.BindShapes;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planned;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A program with masks gives what the float model gives, for masks that calibration did not see.
 */
class MaskTests {
  private static final OrtOptions LITERAL = new OrtOptions(1, OrtOptions.Optimisation.NONE);
  private static final int SAMPLES = 8;
  private static final float LOWEST = -Float.MAX_VALUE;
  private static final float INFINITE = Float.NEGATIVE_INFINITY;

  private static SequencedMap<String, MaskedNet> cases() {
    SequencedMap<String, MaskedNet> cases = new LinkedHashMap<>();
    for (float low : new float[] {-100, -1e4f, -65504, -1e9f, LOWEST, INFINITE}) {
      cases.put("constant " + low, added(14, low));
      cases.put("choice of " + low, chosen(low));
      cases.put("hand-written softmax of " + low, byHand(low));
      cases.put("maximum of " + low, extreme("ReduceMax", low));
      cases.put("minimum of " + -low, extreme("ReduceMin", -low));
      cases.put("largest of " + low, largest(low));
    }
    cases.put("old softmax", added(11, -1e9f));
    cases.put("input", input());
    cases.put("infinite input", infiniteInput());
    cases.put("logarithm of weights", logarithmOfWeights());
    cases.put("product", product());
    cases.put("difference", difference());
    cases.put("two masks", twoMasks());
    cases.put("joined masks", joined());
    cases.put("padded mask", paddedMask());
    cases.put("limited scores", limited());
    cases.put("logarithm", logarithm());
    cases.put("gate", gate());
    cases.put("nothing left", nothingLeft());
    cases.put("nothing left, and replaced", replaced());
    cases.put("bias", bias(-1e9f));
    cases.put("infinite bias", bias(INFINITE));
    cases.put("normalised", normalised());
    return cases;
  }

  private static MaskedNet added(int opset, float low) {
    return MaskedNet.of(opset).causal("m", low).op("a", "Add", "s m").attend("a");
  }

  private static MaskedNet chosen(float low) {
    return MaskedNet.of(14)
        .input("keep", DType.BOOL, 1, 1, MaskedNet.TOKENS)
        .number("low", low)
        .op("a", "Where", "keep s low")
        .attend("a");
  }

  private static MaskedNet byHand(float low) {
    return MaskedNet.of(14)
        .causal("m", low)
        .whole("axes", -1)
        .op("a", "Add", "s m")
        .op("most", "ReduceMax", "a", "axes", -1)
        .op("d", "Sub", "a most")
        .op("e", "Exp", "d")
        .op("sum", "ReduceSum", "e axes")
        .op("p", "Div", "e sum")
        .op("y", "MatMul", "p v")
        .output("y");
  }

  private static MaskedNet extreme(String type, float far) {
    return MaskedNet.of(14)
        .causal("m", far)
        .op("a", "Add", "s m")
        .op("most", type, "a", "axes", -1)
        .op("y", "Mul", "most v")
        .output("y");
  }

  private static MaskedNet padded(float low) {
    return MaskedNet.of(14)
        .whole("pads", 0, 1, 1, 0, 1, 1)
        .number("low", low)
        .whole("axes", 1)
        .op("a", "Pad", "v pads low")
        .op("c", "Unsqueeze", "a axes")
        .op("m", "MaxPool", "c", "kernel_shape", 3, 3)
        .op("n", "Squeeze", "m axes")
        .op("y", "MatMul", "n wq")
        .output("y");
  }

  private static MaskedNet largest(float low) {
    return MaskedNet.of(14)
        .causal("m", low)
        .whole("three", 3)
        .op("a", "Add", "s m")
        .op("top", "TopK", "a three", "=axis", 1)
        .op("p", "Softmax", "top", "=axis", 1)
        .op("y", "MatMul", "p v")
        .output("y", "positions");
  }

  private static MaskedNet input() {
    return MaskedNet.of(14)
        .input("additive", DType.FLOAT32, 1, 1, MaskedNet.TOKENS)
        .op("a", "Add", "s additive")
        .attend("a");
  }

  private static MaskedNet infiniteInput() {
    return MaskedNet.of(14)
        .input("infinite", DType.FLOAT32, 1, 1, MaskedNet.TOKENS)
        .op("a", "Add", "s infinite")
        .attend("a");
  }

  private static MaskedNet logarithmOfWeights() {
    return MaskedNet.of(14)
        .causal("m", -1e9f)
        .op("a", "Add", "s m")
        .op("l", "LogSoftmax", "a", "=axis", -1)
        .op("p", "Exp", "l")
        .op("y", "MatMul", "p v")
        .output("y");
  }

  private static MaskedNet product() {
    return MaskedNet.of(14)
        .input("keep", DType.INT64, 1, 1, MaskedNet.TOKENS)
        .number("one", 1)
        .number("low", -1e4f)
        .op("f", "Cast", "keep", "=to", 1)
        .op("g", "Sub", "one f")
        .op("m", "Mul", "g low")
        .op("a", "Add", "s m")
        .attend("a");
  }

  private static MaskedNet difference() {
    return MaskedNet.of(14)
        .input("keep", DType.FLOAT32, 1, 1, MaskedNet.TOKENS)
        .number("far", 1e9f)
        .op("g", "Mul", "keep far")
        .op("m", "Sub", "g far")
        .op("a", "Add", "s m")
        .attend("a");
  }

  private static MaskedNet twoMasks() {
    return MaskedNet.of(14)
        .input("additive", DType.FLOAT32, 1, 1, MaskedNet.TOKENS)
        .causal("m", LOWEST)
        .op("b", "Add", "m additive")
        .op("c", "Add", "b m")
        .op("a", "Add", "s c")
        .attend("a");
  }

  private static MaskedNet joined() {
    return MaskedNet.of(14)
        .input("additive", DType.FLOAT32, 1, 1, MaskedNet.TOKENS)
        .whole("one", 1)
        .whole("from", 0)
        .whole("to", 5)
        .whole("axis", 2)
        .constant("first", Tensor.of(Shape.of(1, 1, 1), 0f))
        .op("rest", "Slice", "additive from to axis")
        .op("m", "Concat", "first rest", "=axis", 2)
        .op("a", "Add", "s m")
        .attend("a");
  }

  private static MaskedNet paddedMask() {
    return MaskedNet.of(14)
        .whole("from", 0)
        .whole("to", 5)
        .whole("axis", 2)
        .whole("pads", 0, 0, 0, 0, 0, 1)
        .number("low", -1e9f)
        .op("part", "Slice", "s from to axis")
        .op("a", "Pad", "part pads low")
        .attend("a");
  }

  private static MaskedNet limited() {
    return MaskedNet.of(14)
        .causal("m", LOWEST)
        .number("low", LOWEST)
        .op("b", "Add", "s m")
        .op("a", "Max", "b low")
        .attend("a");
  }

  private static MaskedNet logarithm() {
    return MaskedNet.of(14)
        .input("keep", DType.FLOAT32, 1, 1, MaskedNet.TOKENS)
        .op("m", "Log", "keep")
        .op("a", "Add", "s m")
        .attend("a");
  }

  private static MaskedNet gate() {
    return MaskedNet.of(14)
        .input("keep", DType.BOOL, 1, 1, MaskedNet.TOKENS)
        .number("low", -1e9f)
        .op("a", "Where", "keep s low")
        .op("p", "Sigmoid", "a")
        .op("y", "MatMul", "p v")
        .output("y");
  }

  /** The first token may look at none: its weights are 0/0, and 0 is put in their place. */
  private static MaskedNet replaced() {
    float[] mask = new float[MaskedNet.TOKENS * MaskedNet.TOKENS];
    Arrays.fill(mask, 0, MaskedNet.TOKENS, INFINITE);
    return MaskedNet.of(14)
        .constant("m", Tensor.of(Shape.of(1, MaskedNet.TOKENS, MaskedNet.TOKENS), mask))
        .number("zero", 0)
        .op("a", "Add", "s m")
        .op("weights", "Softmax", "a", "=axis", -1)
        .op("broken", "IsNaN", "weights")
        .op("p", "Where", "broken zero weights")
        .op("y", "MatMul", "p v")
        .output("y");
  }

  private static MaskedNet bias(float low) {
    return MaskedNet.of(14)
        .constant("m", Tensor.of(Shape.of(MaskedNet.WIDTH), 0, low, 0, 0, low, 0, 0, 0))
        .op("a", "Add", "v m")
        .op("p", "Softmax", "a", "=axis", -1)
        .op("y", "MatMul", "p wq")
        .output("y");
  }

  /** The mask becomes part of the normalisation before it. */
  private static MaskedNet normalised() {
    float[] ones = new float[MaskedNet.TOKENS];
    Arrays.fill(ones, 1);
    Tensor one = Tensor.of(Shape.of(MaskedNet.TOKENS), ones);
    float[] mask = new float[MaskedNet.TOKENS];
    mask[MaskedNet.TOKENS - 1] = LOWEST;
    return MaskedNet.of(14)
        .constant("one", one)
        .constant("m", Tensor.of(Shape.of(1, MaskedNet.TOKENS, 1), mask))
        .op("n", "BatchNormalization", "s one one one one")
        .op("b", "Add", "n m")
        .op("a", "Transpose", "b", "perm", 0, 2, 1)
        .attend("a");
  }

  /** A token that may look at none: its scores drown, and all weigh the same. */
  private static MaskedNet nothingLeft() {
    float[] mask = new float[MaskedNet.TOKENS * MaskedNet.TOKENS];
    Arrays.fill(mask, 0, MaskedNet.TOKENS, -1e9f);
    return MaskedNet.of(14)
        .constant("m", Tensor.of(Shape.of(1, MaskedNet.TOKENS, MaskedNet.TOKENS), mask))
        .op("a", "Add", "s m")
        .attend("a");
  }

  @TestFactory
  Stream<DynamicTest> maskedTokensTakeNoPart() {
    return cases().entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> check(entry.getValue())));
  }

  private static void check(MaskedNet net) {
    for (Calibrator calibrator : List.of(new Calibrator.Mse(), new Calibrator.Max())) {
      assertThat(compiled(net, QuantOptions.DEFAULT.withCalibrator(calibrator)))
          .contains("plan.sentinel");
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -3, -100, -65504, -1e9f, LOWEST, INFINITE})
  void aBorderOfMaximaIsAnInteger(float low) {
    assertThat(compiled(padded(low), QuantOptions.DEFAULT)).isEmpty();
  }

  /** What was found while a net was compiled. */
  private static List<String> compiled(MaskedNet net, QuantOptions options) {
    Graph original =
        ShapeProbe.apply(BindShapes.apply(RecogniseOps.apply(net.graph()), Map.of()).graph());
    Graph optimised = Preparation.optimise(original).graph();
    Planner planner = new Planner(optimised, Target.GENERIC, options);
    Statistics statistics;
    try (OrtEngine engine = OrtEngine.open(optimised, LITERAL)) {
      statistics =
          new StatisticsCollector(engine, planner.needs(options.calibration().needs()), 1)
              .collect(new MadeSamples(SAMPLES, net::sample), CollectionProgress.SILENT);
    }
    Planned planned = planner.plan(statistics);
    Program program = Lowering.lower(optimised, planned.plan(), Target.GENERIC).program();
    try (Engine exact = OrtEngine.open(original, LITERAL);
        Engine integer = Executors.open(program, new OrtForeignOps(), ExecutorOptions.fastest(1))) {
      for (int seed = 100; seed < 104; seed++) {
        Map<String, Tensor> sample = net.sample(seed);
        Map<String, Tensor> right = exact.run(sample);
        integer
            .run(sample)
            .forEach(
                (name, found) ->
                    assertThat(
                            Similarity.of(Objects.requireNonNull(right.get(name)), found).cosine())
                        .as("%s: %s", name, planned.findings())
                        .isGreaterThan(0.99));
      }
    }
    return planned.findings().stream().map(Finding::code).toList();
  }
}
