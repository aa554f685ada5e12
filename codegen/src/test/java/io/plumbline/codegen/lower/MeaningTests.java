package io.plumbline.codegen.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
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
