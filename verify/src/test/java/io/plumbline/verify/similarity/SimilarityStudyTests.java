package io.plumbline.verify.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.RealValues;
import io.plumbline.verify.compare.TensorTally;
import io.plumbline.verify.compare.Tolerance;
import io.plumbline.verify.score.Likeness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimilarityStudyTests {
  /** More than is read at a time, and no multiple of it. */
  private static final int ELEMENTS = 2500;

  private static final QuantParams PARAMS = QuantParams.perTensor(DType.INT8, 0.25f, 3);

  /** Knows its tensors beforehand, and as every engine may, overwrites them after a visit. */
  private record Fixed(SequencedMap<String, Tensor> known) implements Engine {
    @Override
    public String name() {
      return "fixed";
    }

    @Override
    public List<Port> inputs() {
      return List.of();
    }

    @Override
    public List<Port> outputs() {
      return List.of();
    }

    @Override
    public List<String> tensors() {
      return List.copyOf(known.keySet());
    }

    @Override
    public SequencedMap<String, Tensor> run(Map<String, Tensor> inputs, RunOptions options) {
      SequencedMap<String, Tensor> copies = new LinkedHashMap<>();
      for (String name : options.fetch()) {
        Tensor tensor = known.get(name);
        if (tensor != null) {
          Tensor copy = Tensor.allocate(tensor.dtype(), tensor.shape());
          copy.data().copyFrom(tensor.data());
          copies.put(name, copy);
        }
      }
      return copies;
    }

    @Override
    public void visit(
        Map<String, Tensor> inputs,
        RunOptions options,
        Consumer<SequencedMap<String, Tensor>> reader) {
      SequencedMap<String, Tensor> lent = run(inputs, options);
      reader.accept(lent);
      lent.values().forEach(tensor -> tensor.data().fill((byte) 0x55));
    }

    @Override
    public void close() {}
  }

  private static Engine engine(String name, Tensor tensor) {
    SequencedMap<String, Tensor> known = new LinkedHashMap<>();
    known.put(name, tensor);
    return new Fixed(known);
  }

  private static Tensor noise(int elements) {
    Random random = new Random(3);
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = random.nextFloat() * 20 - 10;
    }
    return Tensor.of(Shape.of(elements), values);
  }

  private static Tensor quantized(Tensor real) {
    int[] integers =
        IntStream.range(0, Math.toIntExact(real.elements()))
            .map(i -> (int) Math.rint(real.getFloat(i) / 0.25f) + 3)
            .toArray();
    return Tensor.ofIntegers(DType.INT8, real.shape(), integers);
  }

  private static SimilarityStudy study(Tensor expected, Tensor fake, Tensor integers) {
    return new SimilarityStudy(
        ModelView.real(engine("t", expected)),
        ModelView.real(engine("t", fake)),
        new ModelView(engine("t", integers), Optional::of, _ -> Optional.of(PARAMS)),
        List.of("t"));
  }

  @Test
  void figuresAreThoseOfAllElements() {
    Tensor expected = noise(ELEMENTS);
    Tensor integers = quantized(expected);
    SimilarityStudy study = study(expected, expected, integers);
    study.add("a", Map.of());
    study.add("b", Map.of());
    double dot = 0;
    double squares = 0;
    double others = 0;
    double differences = 0;
    double largest = 0;
    for (int i = 0; i < ELEMENTS; i++) {
      double x = expected.getFloat(i);
      double y = 0.25f * (integers.getLong(i) - 3);
      dot += x * y;
      squares += x * x;
      others += y * y;
      differences += (x - y) * (x - y);
      largest = Math.max(largest, Math.abs(x - y));
    }
    TensorSimilarity found = study.results().getFirst();
    assertThat(found.calibratedCosine()).isCloseTo(1, offset(1e-12));
    assertThat(found.quantizedCosine()).isEqualTo(dot / (Math.sqrt(squares) * Math.sqrt(others)));
    assertThat(found.quantized())
        .isEqualTo(new SampleCosines(found.quantizedCosine(), found.quantizedCosine(), "a"));
    assertThat(found.signalToNoise())
        .isCloseTo(10 * StrictMath.log10(squares / differences), offset(1e-9));
    assertThat(found.largestDifference()).isEqualTo(largest);
  }

  /** One sample a thousand times larger than the others hides none of them. */
  @Test
  void everySampleWeighsAlike() {
    SampleSimilarity huge = sample("huge", new float[] {1000, 2000}, new float[] {1000, 2000});
    SampleSimilarity lost = sample("lost", new float[] {1, 2}, new float[] {2, -1});
    SampleSimilarity half = sample("half", new float[] {1, 0}, new float[] {1, 1});
    TensorSimilarity found =
        TensorSimilarity.of("t", List.of(huge, huge, huge), List.of(huge, lost, half));
    double cosine = Math.sqrt(0.5);
    assertThat(found.quantized().mean()).isCloseTo((1 + cosine) / 3, offset(1e-12));
    assertThat(found.quantized().worst()).isZero();
    assertThat(found.quantized().worstSample()).isEqualTo("lost");
    assertThat(found.calibrated().worst()).isCloseTo(1, offset(1e-12));
  }

  /** The SQNR is of all energies, as where models are evaluated and verified, a zero sample too. */
  @Test
  void theSignalToNoiseIsThatOfAllSamplesEverywhere() {
    float[][] expected = {{3, 4}, {100, 0}, {0, 0}};
    float[][] actual = {{3, 5}, {97, 0}, {0, 1}};
    List<SampleSimilarity> samples = new ArrayList<>();
    List<Likeness> likenesses = new ArrayList<>();
    TensorTally tally = new TensorTally("t", List.of(Measure.SQNR), Tolerance.EXACT);
    for (int i = 0; i < expected.length; i++) {
      samples.add(sample("s" + i, expected[i], actual[i]));
      Tensor x = Tensor.of(Shape.of(2), expected[i]);
      Tensor y = Tensor.of(Shape.of(2), actual[i]);
      likenesses.add(Likeness.of("s" + i, 1, "t", x, y));
      tally.add("s" + i, RealValues.of(x), RealValues.of(y));
    }
    double decibels = 10 * StrictMath.log10(10025 / 11.0);
    assertThat(TensorSimilarity.of("t", samples, samples).signalToNoise())
        .isCloseTo(decibels, offset(1e-9));
    assertThat(Likeness.signalToNoise(likenesses)).isCloseTo(decibels, offset(1e-9));
    assertThat(tally.summary().figure(Measure.SQNR).orElseThrow().mean())
        .isCloseTo(decibels, offset(1e-9));
  }

  @Test
  void aSingleNumberHasNoCosine() {
    List<SampleSimilarity> exact = List.of(sample("a", new float[] {3}, new float[] {3}));
    List<SampleSimilarity> off =
        List.of(
            sample("a", new float[] {3}, new float[] {3}),
            sample("b", new float[] {4}, new float[] {4.5f}));
    TensorSimilarity found = TensorSimilarity.of("t", exact, off);
    assertThat(found.isSingle()).isTrue();
    assertThat(found.quantizedCosine()).isNaN();
    assertThat(found.quantized().worstSample()).isEqualTo("b");
    assertThat(found.calibratedSignalToNoise()).isInfinite();
    assertThat(found.signalToNoise()).isCloseTo(20, offset(1e-9));
    assertThat(found.worstSignalToNoise())
        .isCloseTo(10 * StrictMath.log10(12.5 / 0.25), offset(1e-9));
  }

  @Test
  void whatIsNotFiniteIsTheWorst() {
    SampleSimilarity fine = sample("fine", new float[] {1, 2}, new float[] {1, 2});
    SampleSimilarity broken = sample("broken", new float[] {1, 2}, new float[] {1, Float.NaN});
    SampleCosines found = SampleCosines.of(List.of(fine, broken, fine));
    assertThat(found.worst()).isNaN();
    assertThat(found.worstSample()).isEqualTo("broken");
  }

  private static SampleSimilarity sample(String name, float[] expected, float[] actual) {
    return SampleSimilarity.of(
        name,
        new RealValues(Tensor.of(Shape.of(expected.length), expected), Optional.empty()),
        new RealValues(Tensor.of(Shape.of(actual.length), actual), Optional.empty()));
  }

  @Test
  void aTensorWhoseExtentDependsOnTheDataIsLeftOut() {
    Tensor expected = noise(ELEMENTS);
    SimilarityStudy study = study(expected, noise(7), quantized(expected));
    study.add("a", Map.of());
    assertThat(study.results()).isEmpty();
  }
}
