package io.plumbline.codegen.lower;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.quantize.target.Scheme;
import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family of ops against ONNX Runtime on the QDQ graph of the same plan. */
class MeaningTests {
  static List<NamedModel> integerModels() {
    return Stream.of(
            ConvolutionModels.all(),
            MatrixModels.all(),
            ElementwiseModels.all(),
            PoolingModels.all(),
            MovementModels.all(),
            SelectionModels.all(),
            RecurrentModels.all(),
            ResizeModels.all(),
            TransposedConvolutionModels.all(),
            RepetitionModels.all(),
            ReductionModels.all(),
            VolumeModels.all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Functions behind a convolution are not fused to it where results have 16 bits, and no opset has
   * both 16-bit QuantizeLinear and a scale for each group.
   */
  static List<NamedModel> wideModels() {
    return integerModels().stream()
        .filter(given -> !given.name().startsWith("with "))
        .filter(given -> !given.name().equals("GroupNormalization"))
        .toList();
  }

  /** The state of a recurrent layer has 14 bits behind the point, fewer than its results. */
  private static float slack(NamedModel given) {
    return RecurrentModels.all().stream().anyMatch(other -> other.name().equals(given.name()))
        ? 0x1p-12f
        : 0;
  }

  @ParameterizedTest
  @MethodSource("wideModels")
  void staysWithinOneStepOfTheQdqGraphIn16Bits(NamedModel given) {
    SmallModel model = given.model().in(Scheme.INT16);
    Program program = model.lower().program();
    assertThat(Meaning.foreignNodes(program)).isEmpty();
    assertThat(program.values())
        .extracting(ProgramValue::dtype)
        .doesNotContain(DType.INT8, DType.UINT8);
    for (int round = 0; round < 3; round++) {
      Meaning.requireEqual(model, program, slack(given));
    }
  }

  static Stream<Arguments> sums() {
    List<NamedModel> models =
        Stream.of(
                ConvolutionModels.all(),
                MatrixModels.all(),
                RecurrentModels.all(),
                TransposedConvolutionModels.all(),
                VolumeModels.all())
            .flatMap(List::stream)
            .toList();
    return Stream.of(Scheme.W16A8, Scheme.W16A16)
        .flatMap(
            scheme ->
                models.stream()
                    .filter(
                        given -> scheme.equals(Scheme.W16A8) || !given.name().startsWith("with "))
                    .map(given -> Arguments.of(scheme, given)));
  }

  @ParameterizedTest
  @MethodSource("sums")
  void staysWithinOneStepOfTheQdqGraphWithWeightsOf16Bits(Scheme scheme, NamedModel given) {
    SmallModel model = given.model().in(scheme);
    Program program = model.lower().program();
    assertThat(Meaning.foreignNodes(program)).isEmpty();
    assertThat(program.instructions())
        .noneMatch(each -> each instanceof BiasedSum sum && sum.weights().dtype() == DType.INT8);
    for (int round = 0; round < 3; round++) {
      Meaning.requireEqual(model, program, slack(given));
    }
  }

  @ParameterizedTest
  @MethodSource("integerModels")
  void staysWithinOneStepOfTheQdqGraph(NamedModel given) {
    LoweredProgram lowered = given.model().lower();
    assertThat(lowered.placements())
        .filteredOn(placement -> placement.kind() != Placement.Kind.FLOAT)
        .extracting(Placement::node)
        .containsAll(given.model().integerGroups());
    assertThat(Meaning.foreignNodes(lowered.program())).isEmpty();
    for (int round = 0; round < 3; round++) {
      Meaning.requireEqual(given.model(), lowered.program());
    }
  }
}
