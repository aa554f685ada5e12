package io.plumbline.conformance.random;

import ai.onnxruntime.OrtException;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Pad;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.op.OpDifference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What the checks say of a model file of a kind. ONNX Runtime says first whether the file is a
 * valid model and what is right; everything else that stops is a defect.
 */
final class KindVerdict {
  private static final int SAMPLES = 3;

  /** Masks of random models are lower than minus this, all that is computed beside them is not. */
  private static final float LOW = 5000;

  private final Kind kind;
  private final Scheme scheme;
  private final Path file;
  private final List<Map<String, Tensor>> samples = new ArrayList<>();
  private final List<Map<String, Tensor>> right = new ArrayList<>();

  private KindVerdict(Kind kind, Scheme scheme, Path file) {
    this.kind = kind;
    this.scheme = scheme;
    this.file = file;
  }

  /** Of a graph with static inputs, in the dress of its kind. */
  static Verdict of(Kind kind, Graph graph, long seed, Scheme scheme) {
    try {
      Path folder = Files.createTempDirectory("random");
      try {
        ModelProto model = kind.file(graph, seed);
        Path file = folder.resolve("model.onnx");
        Files.write(file, model.toByteArray());
        return new KindVerdict(kind, scheme, file)
            .verdict(model, kind.judged(graph, seed), Growth.samples(graph, seed, SAMPLES));
      } finally {
        WholeRoad.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Verdict verdict(ModelProto model, ModelProto judged, List<Map<String, Tensor>> drawn) {
    List<String> given = inputs(judged);
    try (GivenFile judge = GivenFile.open(judged.toByteArray())) {
      for (Map<String, Tensor> sample : drawn) {
        List<Tensor> fed = List.copyOf(sample.values());
        right.add(named(judge.run(named(fed, given)), outputs(judged), outputs(model)));
        samples.add(named(fed, inputs(model)));
      }
    } catch (OrtException e) {
      return new Verdict.Invalid(String.valueOf(e.getMessage()));
    }
    if (kind == Kind.HALVES && right.stream().anyMatch(KindVerdict::overflows)) {
      return new Verdict.Invalid("its results are beyond the range of float16");
    }
    try {
      return checked();
    } catch (RuntimeException e) {
      return new Verdict.Wrong(
          e.getClass().getSimpleName(), e.getMessage() + " at " + Verdict.places(e));
    }
  }

  private static boolean overflows(Map<String, Tensor> results) {
    for (Tensor tensor : results.values()) {
      for (float number : tensor.toFloats()) {
        if (!Float.isFinite(number)) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<String> inputs(ModelProto model) {
    return model.getGraph().getInputList().stream().map(ValueInfoProto::getName).toList();
  }

  private static List<String> outputs(ModelProto model) {
    return model.getGraph().getOutputList().stream().map(ValueInfoProto::getName).toList();
  }

  private static SequencedMap<String, Tensor> named(List<Tensor> tensors, List<String> names) {
    SequencedMap<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), tensors.get(i));
    }
    return named;
  }

  /** What is right, under the names of the file. */
  private static SequencedMap<String, Tensor> named(
      Map<String, Tensor> right, List<String> judged, List<String> given) {
    SequencedMap<String, Tensor> named = new LinkedHashMap<>();
    right.forEach((name, tensor) -> named.put(given.get(judged.indexOf(name)), tensor));
    return named;
  }

  private Verdict checked() {
    Graph original = Preparation.parse(ModelFiles.of(file), ModelInterface.OWN).graph();
    Optional<String> parsed = parsed(original);
    if (parsed.isPresent()) {
      return new Verdict.Wrong("PARSED_EQUALS_FILE", parsed.get());
    }
    Subject subject = Subject.of(original, scheme, samples, 1);
    for (Check check : Check.values()) {
      Optional<String> violation = check.violation(subject);
      if (violation.isPresent()) {
        return new Verdict.Wrong(check.name(), violation.get());
      }
    }
    if (kind == Kind.SENTINELS) {
      Optional<String> stretched = stretched(subject);
      if (stretched.isPresent()) {
        return new Verdict.Wrong("SENTINELS_STRETCH_NO_RANGE", stretched.get());
      }
    }
    Optional<String> whole = new WholeRoad(file, samples, right).violation(kind);
    if (whole.isPresent()) {
      return new Verdict.Wrong("WHOLE_ROAD", whole.get());
    }
    List<OpDifference> differences = OneStep.differences(subject);
    return new Verdict.True(
        differences.stream().mapToLong(OpDifference::elements).sum(),
        differences.stream().mapToLong(OpDifference::differing).sum());
  }

  /** The graph that was read computes what the file says. */
  private Optional<String> parsed(Graph original) {
    Closeness closeness = kind == Kind.HALVES ? Closeness.ROUNDED_OTHERWISE : Closeness.SAME_SUMS;
    try (OrtEngine engine = OrtEngine.open(original, Subject.LITERAL)) {
      for (int i = 0; i < samples.size(); i++) {
        Optional<String> found = closeness.violation(right.get(i), engine.run(samples.get(i)));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** An activation behind a mask whose steps are those of a number that takes no part. */
  private static Optional<String> stretched(Subject subject) {
    Set<String> masked = masked(subject.optimised());
    return subject.plan().activations().values().stream()
        .filter(tensor -> masked.contains(tensor.tensor()) && tensor.threshold() >= LOW)
        .map(Object::toString)
        .findFirst();
  }

  /** What is computed of the numbers of masks. */
  private static Set<String> masked(Graph graph) {
    Set<String> masked = new HashSet<>();
    graph
        .constants()
        .forEach(
            (name, tensor) -> {
              if (tensor.dtype() == DType.FLOAT32 && isLow(tensor)) {
                masked.add(name);
              }
            });
    for (Node node : graph.nodes()) {
      boolean border = node.op() instanceof Pad pad && pad.value() <= -LOW;
      if (border || node.reads().stream().anyMatch(masked::contains)) {
        masked.addAll(node.outputs());
      }
    }
    return masked;
  }

  private static boolean isLow(Tensor tensor) {
    for (float number : tensor.toFloats()) {
      if (number <= -LOW) {
        return true;
      }
    }
    return false;
  }
}
