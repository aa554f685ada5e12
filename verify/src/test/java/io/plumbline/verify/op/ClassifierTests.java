package io.plumbline.verify.op;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.codegen.lower.LoweredProgram;
import io.plumbline.codegen.lower.Lowering;
import io.plumbline.engine.ort.OrtConstantEvaluator;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.engine.ort.OrtOptions.Optimisation;
import io.plumbline.engine.ort.ShapeProbe;
import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.program.ProgramWriter;
import io.plumbline.graph.Graph;
import io.plumbline.graph.pass.BindShapes;
import io.plumbline.graph.pass.Pipelines;
import io.plumbline.quantize.annotate.Annotated;
import io.plumbline.quantize.annotate.QdqAnnotator;
import io.plumbline.quantize.annotate.WeightForm;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.Precision;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.runtime.vector.VectorExecutor;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real classifiers: every op an integer instruction, and hardly away from their QDQ graphs. */
class ClassifierTests {
  private static final OrtOptions LITERAL = OrtOptions.literal(2);
  private static final ForeignOps NONE =
      (node, _) -> {
        throw new AssertionError("foreign node " + node.node() + ": " + node.reason());
      };

  private record Compiled(QuantPlan plan, Annotated annotated, LoweredProgram lowered) {}

  private static Compiled compile(Graph optimised, SampleSource samples, Scheme scheme) {
    QuantOptions options =
        QuantOptions.DEFAULT.withWishes(List.of(new Wish(new Selector.All(), scheme)));
    var planner = new Planner(optimised, Target.GENERIC, options);
    Statistics statistics;
    try (var engine = OrtEngine.open(optimised)) {
      statistics =
          new StatisticsCollector(
                  engine, planner.needs(QuantOptions.DEFAULT.calibration().needs()), 2)
              .collect(samples, CollectionProgress.SILENT);
    }
    QuantPlan plan = planner.plan(statistics).plan();
    Annotated annotated = QdqAnnotator.annotate(optimised, plan, WeightForm.INTEGER);
    return new Compiled(plan, annotated, Lowering.lower(optimised, plan, Target.GENERIC));
  }

  @ParameterizedTest
  @CsvSource({
    "mnist_8/model.onnx, cifar10, 0, 255",
    "resnet_cifar10_onnx/resnet20.onnx, cifar10, -2, 2",
    "mobilenet_v1_025_imagenet_onnx/mobilenet_v1_0.25_128.onnx, imagenet, -1, 1",
    "mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx, imagenet, -1, 1",
    "vit_cifar10_onnx/vit_cifar10_op17.onnx, cifar10, -2, 2",
    "mlperf_tiny_onnx/resnet8_cifar10.onnx, cifar10, 0, 255",
  })
  void integerProgramStaysTrueToItsQdqGraph(String model, String pictures, float low, float high) {
    Graph optimised = optimised(model);
    SampleSource samples = samples(optimised, pictures, low, high);
    Compiled compiled = compile(optimised, samples, Scheme.INT8);

    assertThat(compiled.plan().nodes())
        .noneMatch(node -> node.form() instanceof IntegerForm.Foreign);
    assertThat(compiled.lowered().program().instructions())
        .noneMatch(Instruction.Foreign.class::isInstance);
    requireSteps(compiled, samples.load(0).orElseThrow());
    requireCosine(compiled, samples);
  }

  private static Graph optimised(String model) {
    Graph original = OnnxReader.read(SharedData.require("models/" + model));
    Graph bound = ShapeProbe.apply(BindShapes.apply(original, Map.of()).graph());
    return ShapeProbe.apply(Pipelines.optimise(bound, new OrtConstantEvaluator()));
  }

  private static SampleSource samples(Graph optimised, String pictures, float low, float high) {
    String input = optimised.inputs().getFirst();
    Shape shape = optimised.tensorType(input).orElseThrow().shape();
    return Pictures.of(pictures, input, shape, low, high);
  }

  /** Convolutions, additions, concatenations, products of activations, tables and norms. */
  @ParameterizedTest
  @CsvSource({
    "resnet_cifar10_onnx/resnet20.onnx, cifar10, -2, 2",
    "vit_cifar10_onnx/vit_cifar10_op17.onnx, cifar10, -2, 2",
    "mlperf_tiny_onnx/resnet8_cifar10.onnx, cifar10, 0, 255",
  })
  void sixteenBitsStayTrueToTheirQdqGraph(String model, String pictures, float low, float high) {
    Graph optimised = optimised(model);
    SampleSource samples = samples(optimised, pictures, low, high);
    Compiled compiled = compile(optimised, samples, Scheme.INT16);

    assertThat(compiled.plan().nodes())
        .allSatisfy(
            node -> {
              assertThat(node.form()).isNotInstanceOf(IntegerForm.Foreign.class);
              assertThat(node.effective()).isNotEqualTo(Precision.INT8);
            });
    assertThat(compiled.lowered().program().values())
        .extracting(ProgramValue::dtype)
        .doesNotContain(DType.INT8);
    Map<String, Tensor> inputs = samples.load(0).orElseThrow();
    requireSteps(compiled, inputs);
    requireCosine(compiled, samples);
    requireExecutorsAgree(compiled.lowered().program(), inputs);
  }

  /** Weights of 8 bits are most of the noise beside activations of 16. */
  @Test
  void weightsOf16BitsLeaveLittleNoise() {
    Graph optimised = optimised("mobilenet_v1_025_imagenet_onnx/mobilenet_v1_0.25_128.onnx");
    SampleSource samples = samples(optimised, "imagenet", -1, 1);
    Compiled wide = compile(optimised, samples, Scheme.W16A16);
    assertThat(wide.plan().weights().values())
        .allMatch(weight -> weight.integers().dtype() == DType.INT16);
    assertThat(wide.plan().nodes()).noneMatch(node -> node.form() instanceof IntegerForm.Foreign);
    Map<String, Tensor> inputs = samples.load(0).orElseThrow();
    requireSteps(wide, inputs);
    requireCosine(wide, samples);
    requireExecutorsAgree(wide.lowered().program(), inputs);
    try (var real = OrtEngine.open(optimised, LITERAL);
        var program = new VectorExecutor(wide.lowered().program(), NONE, 2);
        var narrow = new VectorExecutor(narrow(optimised, samples), NONE, 2);
        var stock = OrtEngine.open(wide.annotated().graph(), new OrtOptions(2, Optimisation.ALL))) {
      double least = decibels(real, narrow, samples) + 30;
      assertThat(decibels(real, program, samples)).isGreaterThan(least);
      assertThat(decibels(real, stock, samples)).as("a stock session").isGreaterThan(least);
    }
  }

  private static Program narrow(Graph optimised, SampleSource samples) {
    return compile(optimised, samples, Scheme.INT16).lowered().program();
  }

  /** Signal over noise of the outputs, all samples taken together. */
  private static double decibels(Engine expected, Engine found, SampleSource samples) {
    double signal = 0;
    double noise = 0;
    for (int sample = 0; sample < samples.size(); sample++) {
      Map<String, Tensor> inputs = samples.load(sample).orElseThrow();
      Tensor real = expected.run(inputs).firstEntry().getValue();
      Tensor other = found.run(inputs).firstEntry().getValue();
      for (long i = 0; i < real.elements(); i++) {
        double error = real.getDouble(i) - other.getDouble(i);
        signal += real.getDouble(i) * real.getDouble(i);
        noise += error * error;
      }
    }
    return 10 * StrictMath.log10(signal / noise);
  }

  private static void requireExecutorsAgree(Program program, Map<String, Tensor> inputs) {
    try (var reference = new ReferenceExecutor(program, NONE);
        var vector = new VectorExecutor(program, NONE, 2)) {
      RunOptions everything = RunOptions.fetching(reference.tensors());
      Map<String, Tensor> found = vector.run(inputs, everything);
      reference
          .run(inputs, everything)
          .forEach(
              (name, tensor) ->
                  assertThat(tensor.sameAs(requireNonNull(found.get(name)))).as(name).isTrue());
    }
  }

  private static void requireSteps(Compiled compiled, Map<String, Tensor> inputs) {
    var comparison = new OpByOp(compiled.lowered(), compiled.annotated(), NONE);
    try (var engine = OrtEngine.open(compiled.annotated().graph(), LITERAL)) {
      List<OpDifference> differences = comparison.compare(engine, inputs);
      assertThat(differences).hasSize(compiled.plan().activations().size());
      assertThat(differences).allSatisfy(row -> assertThat(row.maxSteps()).isLessThan(2));
    }
  }

  /** Over the outputs for all samples taken together. */
  private static void requireCosine(Compiled compiled, SampleSource samples) {
    byte[] container = ProgramWriter.bytes(compiled.lowered().program());
    List<Tensor> found = new ArrayList<>();
    List<Tensor> expected = new ArrayList<>();
    try (var qdq = OrtEngine.open(compiled.annotated().graph(), LITERAL);
        var executor = new VectorExecutor(ProgramReader.read(container, "container"), NONE, 2)) {
      for (int sample = 0; sample < samples.size(); sample++) {
        Map<String, Tensor> inputs = samples.load(sample).orElseThrow();
        found.add(executor.run(inputs).firstEntry().getValue());
        expected.add(qdq.run(inputs).firstEntry().getValue());
      }
    }
    assertThat(cosine(found, expected)).isGreaterThanOrEqualTo(0.999);
  }

  private static double cosine(List<Tensor> found, List<Tensor> expected) {
    double dot = 0;
    double foundSquares = 0;
    double expectedSquares = 0;
    for (int sample = 0; sample < found.size(); sample++) {
      Tensor a = found.get(sample);
      Tensor b = expected.get(sample);
      for (long i = 0; i < a.elements(); i++) {
        dot += a.getDouble(i) * b.getDouble(i);
        foundSquares += a.getDouble(i) * a.getDouble(i);
        expectedSquares += b.getDouble(i) * b.getDouble(i);
      }
    }
    return dot / Math.sqrt(foundSquares * expectedSquares);
  }
}
