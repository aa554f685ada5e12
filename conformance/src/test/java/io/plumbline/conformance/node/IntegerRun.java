package io.plumbline.conformance.node;

import io.plumbline.codegen.lower.LoweredProgram;
import io.plumbline.codegen.lower.Lowering;
import io.plumbline.codegen.lower.Placement;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.engine.ort.ShapeProbe;
import io.plumbline.graph.Graph;
import io.plumbline.graph.pass.BindShapes;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.quantize.annotate.QdqAnnotator;
import io.plumbline.quantize.annotate.WeightForm;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.runtime.vector.VectorExecutor;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One case on integers: planned with the exact ranges of its own tensors, lowered, and run by every
 * engine.
 */
final class IntegerRun {
  private static final OrtOptions LITERAL = OrtOptions.literal(1);
  private static final QuantOptions OPTIONS =
      QuantOptions.DEFAULT.withCalibrator(new Calibrator.Max()).withOutputs(Scheme.INT8);

  /**
   * What the engines made of a case.
   *
   * @param vector against the reference executor, bit for bit
   * @param qdq integers against ONNX Runtime on the annotated graph, within one output step
   * @param sample empty where there is no program, or nothing in it is computed on integers
   */
  record Result(Verdict vector, Verdict qdq, Optional<Sample> sample) {
    static Result notApplicable(String reason) {
      return same(new Verdict.NotApplicable(reason));
    }

    static Result failed(String reason) {
      return same(new Verdict.Failed(reason));
    }

    private static Result same(Verdict verdict) {
      return new Result(verdict, verdict, Optional.empty());
    }
  }

  /** The program of a case, what it is fed, and what the reference executor makes of that. */
  record Sample(Program program, Map<String, Tensor> inputs, Map<String, Tensor> outputs) {}

  private final Graph graph;
  private final SequencedMap<String, Tensor> inputs;

  private IntegerRun(Graph graph, SequencedMap<String, Tensor> inputs) {
    this.graph = graph;
    this.inputs = inputs;
  }

  static Result of(NodeCase given) throws IOException {
    Graph prepared;
    SequencedMap<String, Tensor> inputs;
    try {
      Graph read = given.graph();
      Optional<SequencedMap<String, Tensor>> tensors = given.inputs(read);
      if (tensors.isEmpty()) {
        return Result.notApplicable("an input is no tensor");
      }
      Graph fixed = Parameters.fixed(read, tensors.get());
      inputs = new LinkedHashMap<>(tensors.get());
      inputs.keySet().retainAll(fixed.inputs());
      SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
      inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
      prepared = ShapeProbe.apply(BindShapes.apply(fixed, shapes).graph());
    } catch (PlumblineException e) {
      return Result.notApplicable("ONNX Runtime or the reader refuses it: " + e.code());
    }
    return new IntegerRun(Preparation.optimise(prepared).graph(), inputs).run();
  }

  private Result run() {
    QuantPlan plan;
    try (OrtEngine engine = OrtEngine.open(graph, LITERAL)) {
      Planner planner = new Planner(graph, Target.GENERIC, OPTIONS);
      StatisticsCollector collector =
          new StatisticsCollector(engine, planner.needs(OPTIONS.calibration().needs()), 1);
      Statistics statistics = collector.collect(oneSample(), CollectionProgress.SILENT);
      plan = QuantizedInputs.of(graph, planner, planner.plan(statistics).plan(), inputs);
    } catch (PlumblineException e) {
      return Result.notApplicable("it cannot be calibrated: " + e.code());
    }
    LoweredProgram lowered = Lowering.lower(graph, plan, Target.GENERIC);
    Optional<String> obstacle = obstacle(lowered, plan);
    return obstacle.map(Result::notApplicable).orElseGet(() -> compare(lowered.program(), plan));
  }

  private SampleSource oneSample() {
    return new SampleSource() {
      @Override
      public int size() {
        return 1;
      }

      @Override
      public String name(int index) {
        return "case";
      }

      @Override
      public Optional<Map<String, Tensor>> load(int index) {
        return Optional.of(inputs);
      }
    };
  }

  /**
   * Why nothing in the program is computed on integers, or something in float by another engine.
   */
  private static Optional<String> obstacle(LoweredProgram lowered, QuantPlan plan) {
    for (Placement placement : lowered.placements()) {
      if (placement.kind() == Placement.Kind.FOREIGN) {
        return Optional.of("float: " + placement.reason());
      }
    }
    boolean integers =
        lowered.placements().stream()
            .anyMatch(placement -> placement.kind() == Placement.Kind.INTEGER);
    return integers || !plan.activations().isEmpty()
        ? Optional.empty()
        : Optional.of("float: nothing is quantized");
  }

  private Result compare(Program program, QuantPlan plan) {
    Graph qdq = QdqAnnotator.annotate(graph, plan, WeightForm.FLOAT).graph();
    var foreign = new OrtForeignOps(LITERAL);
    try (var reference = new ReferenceExecutor(program, foreign);
        var vector = new VectorExecutor(program, foreign, 1)) {
      RunOptions everything = RunOptions.fetching(reference.tensors());
      Map<String, Tensor> defined = reference.run(inputs, everything);
      Map<String, Tensor> fast = vector.run(inputs, everything);
      Verdict equal = Comparison.bits(defined, fast);
      Optional<Sample> sample = Optional.of(new Sample(program, inputs, reference.run(inputs)));
      try (OrtEngine engine = OrtEngine.open(qdq, LITERAL)) {
        return new Result(
            equal, Comparison.steps(graph, plan, defined, engine.run(inputs)), sample);
      } catch (PlumblineException e) {
        return new Result(equal, new Verdict.NotApplicable("no QDQ graph: " + e.code()), sample);
      }
    }
  }
}
