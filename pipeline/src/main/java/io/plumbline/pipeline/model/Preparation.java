package io.plumbline.pipeline.model;

import io.plumbline.engine.ort.OrtConstantEvaluator;
import io.plumbline.engine.ort.ShapeProbe;
import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.onnx.CapturedInputs;
import io.plumbline.formats.onnx.InferenceMode;
import io.plumbline.formats.onnx.SingleFloatType;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.formats.source.SourceHashes;
import io.plumbline.formats.source.SourceModel;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.input.InsertPictureInputs;
import io.plumbline.graph.onnx.RaiseOpset;
import io.plumbline.graph.pass.BindShapes;
import io.plumbline.graph.pass.Pipelines;
import io.plumbline.graph.pass.SelectOutputs;
import io.plumbline.graph.pass.TensorOutputs;
import io.plumbline.graph.pass.UnwrapOptionals;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.quantize.load.ExtractScales;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The float stages: a file to a bound graph, and that to an optimised one. */
public final class Preparation {
  /** LayerNormalization and HardSwish are standard, quantization knows axes. */
  private static final long WORKING_OPSET = 17;

  private Preparation() {}

  /**
   * A float graph with static types, and what was assumed.
   *
   * @param reference whose results those of all later models are held to: the graph itself, or the
   *     one with the fake quantization that was taken out of it
   * @param scales of fake quantization that was taken out of it
   */
  public record Prepared(
      Graph graph, Graph reference, LoadedScales scales, List<Finding> findings) {
    /** A graph that brings no scales of its own. */
    public Prepared(Graph graph, List<Finding> findings) {
      this(graph, graph, LoadedScales.NONE, findings);
    }

    public Prepared {
      findings = List.copyOf(findings);
    }

    /** Whether the graph is itself what others are held to. */
    public boolean isReference() {
      return reference == graph;
    }
  }

  /**
   * A float graph with static types, what it was read from, and what was assumed.
   *
   * @param beside files that were read besides those that were named
   */
  public record Parsed(
      Graph graph, SourceHashes hashes, List<Path> beside, List<Finding> findings) {
    public Parsed {
      beside = List.copyOf(beside);
      findings = List.copyOf(findings);
    }
  }

  /** Reads a model and gives every tensor a static type. */
  public static Parsed parse(ModelFiles files, ModelInterface ports) {
    SourceModel model =
        SingleFloatType.apply(
            ModelFormats.read(files, inputs -> ports.named(inputs).shapes()),
            files.model().toString());
    return ModelPlace.tell(model.graph(), files, () -> typed(model, files, ports));
  }

  private static Parsed typed(SourceModel model, ModelFiles files, ModelInterface ports) {
    ModelInterface named = ports.named(model.graph().inputs());
    Graph selected = SelectOutputs.apply(model.graph(), named.outputNodes());
    InferenceMode.Applied inference = InferenceMode.apply(UnwrapOptionals.apply(selected));
    Graph graph = CapturedInputs.apply(inference.graph());
    FiniteConstants.require(graph, files.model().toString());
    BiasExtents.require(graph, files.model().toString());
    BindShapes.Bound bound = BindShapes.apply(graph, named.shapes());
    Graph prepared = InsertPictureInputs.apply(bound.graph(), named.pictures());
    Prepared typed = StaticTypes.of(prepared, files.model().toString());
    TensorOutputs.Replaced replaced = TensorOutputs.apply(typed.graph());
    SameResults.require(replaced.graph(), files.model().toString());
    List<Finding> findings = new ArrayList<>(model.findings());
    findings.addAll(inference.findings());
    findings.addAll(bound.findings());
    findings.addAll(typed.findings());
    findings.addAll(replaced.findings());
    List<Finding> declared = DeclaredOutputs.findings(selected, typed.graph());
    findings.addAll(declared);
    if (declared.isEmpty()) {
      StockRefusal.of(files).ifPresent(findings::add);
    }
    return new Parsed(replaced.graph(), model.hashes(), model.beside(), findings);
  }

  /** Rewrites a parsed graph; its outputs stay equal within re-association of float sums. */
  public static Prepared optimise(Graph parsed) {
    List<Finding> findings = new ArrayList<>();
    OrtConstantEvaluator evaluator = new OrtConstantEvaluator();
    ExtractScales.Extracted extracted = extracted(withoutBranches(parsed), evaluator);
    findings.addAll(extracted.findings());
    Graph optimised =
        ShapeProbe.apply(Pipelines.optimise(raised(extracted.graph(), findings), evaluator));
    Graph reference = extracted.tookOut() ? parsed : optimised;
    return new Prepared(optimised, reference, extracted.scales(), findings);
  }

  /** Without the fake quantization of a model that was trained or exported with it. */
  private static ExtractScales.Extracted extracted(Graph graph, OrtConstantEvaluator evaluator) {
    boolean quantized =
        graph.nodes().stream().anyMatch(node -> node.op().type().equals("DequantizeLinear"));
    return ExtractScales.apply(
        quantized ? Pipelines.foldAroundQuantization(graph, evaluator) : graph);
  }

  /** The graph with the branches in it that constant conditions take, with static types. */
  private static Graph withoutBranches(Graph parsed) {
    Graph inlined = TakenBranches.of(parsed);
    return inlined == parsed ? parsed : ShapeProbe.apply(inlined);
  }

  private static Graph raised(Graph graph, List<Finding> findings) {
    if (graph.info().opset() >= WORKING_OPSET) {
      return graph;
    }
    Optional<Node> obstacle = RaiseOpset.firstObstacle(graph, WORKING_OPSET);
    if (obstacle.isEmpty()) {
      return RaiseOpset.apply(graph, WORKING_OPSET);
    }
    findings.add(
        Finding.info(
            "optimise.opset-kept",
            obstacle.get().name(),
            String.format(
                Locale.ROOT,
                "opset %d is kept, since these ops changed since: %s",
                graph.info().opset(),
                String.join(", ", RaiseOpset.obstacles(graph, WORKING_OPSET)))));
    return graph;
  }

  /** The inputs of a graph with static types. */
  public static List<Port> inputs(Graph graph) {
    return graph.inputs().stream()
        .map(
            name -> {
              TensorType type = graph.tensorType(name).orElseThrow();
              return new Port(
                  name, type.dtype(), Arrays.stream(type.shape().toArray()).boxed().toList());
            })
        .toList();
  }
}
