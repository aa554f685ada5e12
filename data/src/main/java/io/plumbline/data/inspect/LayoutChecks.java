package io.plumbline.data.inspect;

import io.plumbline.tensor.Finding;
import io.plumbline.tensor.colour.PictureLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Pictures that look right only when read in another order than the declared one. */
final class LayoutChecks {
  /** How much smoother the other order must be, in how large a share of how many pictures. */
  private static final double CLEARLY = 1.3;

  private static final double MOST = 0.8;
  private static final int ENOUGH = 3;

  private LayoutChecks() {}

  static List<Finding> of(InputSamples samples) {
    List<Finding> findings = new ArrayList<>();
    declared(samples.expected()).ifPresent(findings::add);
    Optional<PictureLayout> layout = samples.expected().effectiveLayout();
    if (layout.isEmpty() || samples.facts().size() < ENOUGH) {
      return findings;
    }
    String source = samples.expected().source();
    if (smoother(samples, Smoothness::otherLayout)) {
      findings.add(
          Finding.warning(
              "data.layout",
              source,
              "input '%s' is %s, and the samples look like pictures only when read as %s; %s"
                  .formatted(
                      samples.expected().name(),
                      layout.get(),
                      other(layout.get()),
                      layout.get() == PictureLayout.NCHW
                          ? "add HWC2CHWTransformer, or transpose(2, 0, 1) where they are made"
                          : "add CHW2HWCTransformer, or transpose(1, 2, 0) where they are made")));
    } else if (smoother(samples, Smoothness::swapped)) {
      findings.add(
          Finding.warning(
              "data.rows-swapped",
              source,
              "the samples look like pictures only with height and width exchanged; %s is the"
                      .formatted(samples.expected().shape())
                  + " shape they must have, rows before columns"));
    }
    return findings;
  }

  private static boolean smoother(InputSamples samples, ToDoubleFunction<Smoothness> other) {
    return samples.most(
        MOST,
        facts ->
            facts.smoothness().stream()
                .anyMatch(
                    smoothness ->
                        smoothness.declared() > CLEARLY * other.applyAsDouble(smoothness)));
  }

  private static PictureLayout other(PictureLayout layout) {
    return layout == PictureLayout.NCHW ? PictureLayout.NHWC : PictureLayout.NCHW;
  }

  /** The declared layout against the extents of the input. */
  static Optional<Finding> declared(ExpectedInput expected) {
    if (expected.layout().isEmpty()
        || expected.effectiveLayout().isEmpty()
        || expected.layout().equals(expected.effectiveLayout())) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.warning(
            "data.declared-layout",
            expected.source(),
            "input '%s' is declared %s, but its shape %s has its channels where %s has them; say"
                    .formatted(
                        expected.name(),
                        expected.layout().get(),
                        expected.shape(),
                        expected.effectiveLayout().get())
                + " input_layout_train: "
                + expected.effectiveLayout().get()));
  }
}
