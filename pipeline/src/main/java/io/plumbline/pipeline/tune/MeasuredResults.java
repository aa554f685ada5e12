package io.plumbline.pipeline.tune;

import io.plumbline.graph.Graph;
import io.plumbline.graph.op.LogSoftmax;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Softmax;
import io.plumbline.pipeline.model.Selectors;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.similarity.Ruin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The real numbers at which a program is compared with its float network: its float32 outputs. In
 * place of an output that is a softmax stands what the softmax is taken of, where noise is not yet
 * pressed flat; in place of one whose rows are chosen by numbers, as behind non-maximum
 * suppression, the numbers that decide: rows in another order are no errors.
 *
 * @param scores by output, or by value in place of one: the value whose noise is measured, itself
 *     for most
 * @param whole the outputs among the keys
 */
record MeasuredResults(SequencedMap<String, String> scores, Set<String> whole) {
  MeasuredResults {
    scores = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(scores));
    whole = Set.copyOf(whole);
  }

  /**
   * The results of a program.
   *
   * @param graph that it was lowered from
   */
  static MeasuredResults of(Graph graph, Program program) {
    List<ProgramValue> plain =
        program.instructions().stream()
            .flatMap(instruction -> instruction.outputs().stream())
            .map(program::value)
            .filter(value -> value.layout() == Layout.PLAIN)
            .toList();
    Set<String> real = names(plain, value -> value.dtype() == DType.FLOAT32);
    Set<String> known = names(plain, RunningProgram::isNumber);
    SequencedMap<String, String> scores = new LinkedHashMap<>();
    Set<String> whole = new LinkedHashSet<>();
    for (int output : program.outputs()) {
      String name = program.value(output).name();
      Set<String> decisive = decisive(graph, name, known);
      if (!decisive.isEmpty()) {
        decisive.forEach(value -> scores.put(value, value));
      } else if (real.contains(name)) {
        scores.put(name, score(graph, name, real));
        whole.add(name);
      }
    }
    return new MeasuredResults(scores, whole);
  }

  private static Set<String> names(List<ProgramValue> values, Predicate<ProgramValue> choice) {
    return values.stream().filter(choice).map(ProgramValue::name).collect(Collectors.toSet());
  }

  /** The numbers by which the rows of an output are chosen; none where none are. */
  private static Set<String> decisive(Graph graph, String output, Set<String> known) {
    if (!graph.namesValue(output)) {
      return Set.of();
    }
    Selectors selectors = Selectors.of(graph, output);
    return selectors.nodes().isEmpty() ? Set.of() : selectors.chosenBy(known::contains);
  }

  private static String score(Graph graph, String output, Set<String> real) {
    return graph
        .producer(output)
        .filter(node -> flattens(node.op()))
        .map(node -> node.input(0))
        .filter(real::contains)
        .orElse(output);
  }

  private static boolean flattens(Op op) {
    return op instanceof Softmax || op instanceof LogSoftmax;
  }

  /** All values that must be kept. */
  Collection<String> names() {
    Set<String> names = new LinkedHashSet<>(scores.keySet());
    names.addAll(scores.values());
    return names;
  }

  /** The values whose noise is measured. */
  List<String> noisy() {
    return scores.values().stream().distinct().toList();
  }

  /** Their indices in a program. */
  SequencedMap<String, Integer> indices(Program program) {
    SequencedMap<String, Integer> indices = new LinkedHashMap<>();
    Collection<String> wanted = names();
    for (int index = 0; index < program.values().size(); index++) {
      if (wanted.contains(program.value(index).name())) {
        indices.put(program.value(index).name(), index);
      }
    }
    return indices;
  }

  /** Bytes of one sample. */
  long bytes(Program program) {
    return indices(program).values().stream()
        .map(program::value)
        .mapToLong(MeasuredResults::bytes)
        .sum();
  }

  private static long bytes(ProgramValue value) {
    return value.shape().elements() * value.dtype().bytes();
  }

  /** What a program made of samples. */
  interface Found {
    /** The real numbers of one of the {@link #names} for one sample. */
    Tensor of(int sample, String name);
  }

  /** What a program that ran to its end made of its samples. */
  Found of(RunningProgram program) {
    Map<String, Integer> indices = indices(program.whole());
    return (sample, name) -> program.real(sample, Objects.requireNonNull(indices.get(name)));
  }

  /**
   * How near a program comes.
   *
   * @param expected by sample and name
   * @param found the same of the program
   */
  Fidelity fidelity(List<Map<String, Tensor>> expected, Found found) {
    double error = 0;
    List<Double> cosines = new ArrayList<>();
    for (Map.Entry<String, String> result : scores.entrySet()) {
      double cosine = 0;
      OptionalDouble size = sizeOfSingle(result.getKey(), expected);
      for (int sample = 0; sample < expected.size(); sample++) {
        double relative =
            similarity(result.getValue(), sample, expected, found)
                .map(Similarity::relativeError)
                .orElse(0.0);
        error += relative * relative;
        cosine +=
            similarity(result.getKey(), sample, expected, found)
                .map(figures -> Ruin.cosine(figures, size))
                .orElse(1.0);
      }
      cosines.add(cosine / Math.max(1, expected.size()));
    }
    double count = Math.max(1, (double) scores.size() * expected.size());
    List<Tensor> real = new ArrayList<>();
    List<Tensor> noisy = new ArrayList<>();
    vector(expected)
        .ifPresent(
            name -> {
              for (int sample = 0; sample < expected.size(); sample++) {
                real.add(Objects.requireNonNull(expected.get(sample).get(name)));
                noisy.add(found.of(sample, name));
              }
            });
    return new Fidelity(
        error / count,
        partError(expected, found),
        cosines.stream().mapToDouble(Double::doubleValue).min().orElse(1),
        agreement(real, noisy),
        ExpectedAgreement.of(real, noisy));
  }

  /** Root of the mean square over samples of a result of one number; empty for others. */
  private static OptionalDouble sizeOfSingle(String name, List<Map<String, Tensor>> expected) {
    double squares = 0;
    for (Map<String, Tensor> sample : expected) {
      Tensor tensor = Objects.requireNonNull(sample.get(name));
      if (tensor.elements() != 1) {
        return OptionalDouble.empty();
      }
      squares += tensor.getDouble(0) * tensor.getDouble(0);
    }
    return OptionalDouble.of(Math.sqrt(squares / Math.max(1, expected.size())));
  }

  /**
   * Of one result of one sample; empty where nothing can be said: a number is not finite, or the
   * numbers decide its extents and the two differ in them.
   */
  private static Optional<Similarity> similarity(
      String name, int sample, List<Map<String, Tensor>> expected, Found found) {
    Tensor real = Objects.requireNonNull(expected.get(sample).get(name));
    Tensor noisy = found.of(sample, name);
    return Optional.of(real)
        .filter(tensor -> tensor.shape().equals(noisy.shape()))
        .map(tensor -> Similarity.of(tensor, noisy))
        .filter(similarity -> Double.isFinite(similarity.relativeError()))
        .filter(similarity -> Double.isFinite(similarity.cosine()));
  }

  private double partError(List<Map<String, Tensor>> expected, Found found) {
    double sum = 0;
    for (String name : scores.values()) {
      PartErrors parts = new PartErrors();
      for (int sample = 0; sample < expected.size(); sample++) {
        if (similarity(name, sample, expected, found).isPresent()) {
          parts.add(Objects.requireNonNull(expected.get(sample).get(name)), found.of(sample, name));
        }
      }
      sum += parts.mean();
    }
    return sum / Math.max(1, scores.size());
  }

  /** The first result that is one vector of scores. */
  private Optional<String> vector(List<Map<String, Tensor>> expected) {
    return scores.entrySet().stream()
        .filter(entry -> whole.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .filter(name -> isVector(Objects.requireNonNull(expected.getFirst().get(name)).shape()))
        .findFirst();
  }

  private static OptionalDouble agreement(List<Tensor> real, List<Tensor> found) {
    return IntStream.range(0, real.size())
        .mapToDouble(i -> highest(real.get(i)).equals(highest(found.get(i))) ? 1 : 0)
        .average();
  }

  private static boolean isVector(Shape shape) {
    long elements = shape.elements();
    return elements > 1 && IntStream.range(0, shape.rank()).anyMatch(i -> shape.dim(i) == elements);
  }

  private static OptionalInt highest(Tensor scores) {
    float[] numbers = scores.toFloats();
    return IntStream.range(0, numbers.length)
        .reduce((best, i) -> numbers[i] > numbers[best] ? i : best);
  }
}
