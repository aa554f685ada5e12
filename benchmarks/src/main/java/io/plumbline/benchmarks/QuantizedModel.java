package io.plumbline.benchmarks;

import io.plumbline.benchmarks.accuracy.Subject;
import io.plumbline.codegen.lower.Lowering;
import io.plumbline.engine.ort.OrtConstantEvaluator;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.ShapeProbe;
import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.graph.Graph;
import io.plumbline.graph.pass.BindShapes;
import io.plumbline.graph.pass.Pipelines;
import io.plumbline.quantize.annotate.QdqAnnotator;
import io.plumbline.quantize.annotate.WeightForm;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.target.BuiltInTarget;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A model in the forms that are measured: the optimised float graph, the program of the generic
 * target, and graphs with QuantizeLinear and DequantizeLinear for ONNX Runtime. Calibrated with a
 * few inputs of noise, which is enough to be timed but not to be accurate.
 */
record QuantizedModel(Graph optimised, Program program, Graph signed, Graph unsigned) {
  private static final int SAMPLES = 4;

  static QuantizedModel of(Path file) {
    return of(OnnxReader.read(file), Map.of());
  }

  static QuantizedModel of(Subject subject, Path shared) {
    return of(ModelFormats.read(subject.files(shared)).graph(), subject.shapes());
  }

  private static QuantizedModel of(Graph source, Map<String, Shape> shapes) {
    Graph bound = ShapeProbe.apply(BindShapes.apply(source, shapes).graph());
    Graph optimised = Pipelines.optimise(bound, new OrtConstantEvaluator());
    Target generic = Target.GENERIC;
    Target bytes = BuiltInTarget.named("onnx-qdq-ort");
    QuantPlan plan = plan(optimised, generic);
    return new QuantizedModel(
        optimised,
        Lowering.lower(optimised, plan, generic).program(),
        QdqAnnotator.annotate(optimised, plan, WeightForm.INTEGER).graph(),
        QdqAnnotator.annotate(optimised, plan(optimised, bytes), WeightForm.INTEGER).graph());
  }

  /** The program of a model for a target, in the shapes that its file has. */
  static Program program(Path file, Target target) {
    Graph bound = ShapeProbe.apply(BindShapes.apply(OnnxReader.read(file), Map.of()).graph());
    Graph optimised = Pipelines.optimise(bound, new OrtConstantEvaluator());
    return Lowering.lower(optimised, plan(optimised, target), target).program();
  }

  /** The only input of the model, filled with noise. */
  Map<String, Tensor> input(long seed) {
    return input(optimised, seed);
  }

  private static Map<String, Tensor> input(Graph graph, long seed) {
    String name = graph.inputs().getFirst();
    return Map.of(name, Noise.of(graph.tensorType(name).orElseThrow().shape(), seed));
  }

  private static QuantPlan plan(Graph graph, Target target) {
    QuantOptions options = QuantOptions.DEFAULT;
    Planner planner = new Planner(graph, target, options);
    try (OrtEngine engine = OrtEngine.open(graph)) {
      Statistics statistics =
          new StatisticsCollector(engine, planner.needs(options.calibration().needs()), 1)
              .collect(noise(graph), CollectionProgress.SILENT);
      return planner.plan(statistics).plan();
    }
  }

  private static SampleSource noise(Graph graph) {
    return new SampleSource() {
      @Override
      public int size() {
        return SAMPLES;
      }

      @Override
      public String name(int index) {
        return "noise " + index;
      }

      @Override
      public Optional<Map<String, Tensor>> load(int index) {
        return Optional.of(input(graph, index));
      }
    };
  }
}
