package io.plumbline.runtime.cases;

import java.util.List;
import java.util.stream.Stream;

/** The one list of cases. */
public final class ExecutorCases {
  private ExecutorCases() {}

  public static List<ExecutorCase> all() {
    return Stream.of(
            ConvolutionCases.all(),
            MatrixCases.all(),
            ElementwiseCases.all(),
            PoolingCases.all(),
            NormalisationCases.all(),
            MovementCases.all(),
            LogicCases.all(),
            IndexCases.all(),
            RecurrentCases.all(),
            ReductionCases.all(),
            ResamplingCases.all(),
            SpecialCases.all(),
            WideProductCases.all(),
            WideWeightCases.all(),
            WideElementCases.all(),
            FixedPointCases.all())
        .flatMap(List::stream)
        .toList();
  }
}
