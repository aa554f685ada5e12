package io.plumbline.quantize.plan;

import io.plumbline.quantize.calibrate.ActivationScheme;
import io.plumbline.quantize.calibrate.Range;
import io.plumbline.quantize.demand.WholeNumbers;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.rule.Behaviour;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.QuantParams;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;

/** Gives every quantized value its parameters. */
final class ActivationPlanner {
  private static final float NARROWEST_SHARE = 0.25f;

  private final PlanStructure structure;
  private final Ranges ranges;
  private final LoadedScales loaded;

  /** The share of the joint range below which an operand of Concat keeps its own parameters. */
  private final float narrowest;

  /** Values of whole numbers, which a power of two as scale holds exactly. */
  private final Set<String> whole;

  private final ScaleOfNothing nothing;
  private final List<Finding> findings;
  private final Map<String, String> joined = new HashMap<>();

  ActivationPlanner(
      PlanStructure structure,
      Ranges ranges,
      QuantOptions options,
      ScaleOfNothing nothing,
      List<Finding> findings) {
    this.structure = structure;
    this.ranges = ranges;
    this.loaded = options.loaded();
    this.narrowest = options.uses(Technique.OWN_PARAMETERS) ? NARROWEST_SHARE : 0;
    this.whole = WholeNumbers.of(structure.graph());
    this.nothing = nothing;
    this.findings = findings;
  }

  SequencedMap<String, TensorPlan> plan() {
    findings.addAll(ranges.findings());
    structure.groups().reversed().forEach(this::join);
    SequencedMap<String, TensorPlan> plans = new LinkedHashMap<>();
    structure.sources().forEach((value, source) -> plans.put(value, plan(value, source)));
    return plans;
  }

  private TensorPlan plan(String value, String source) {
    String root = root(source);
    if (structure.pictures().contains(root)) {
      return new TensorPlan(value, StoredParams.PICTURE, new Source.Fixed(), -128, 127);
    }
    Optional<QuantParams> kept = loaded(root);
    if (kept.isPresent()) {
      return TensorPlan.of(value, kept.get(), new Source.Loaded());
    }
    Range range = range(root);
    Source found =
        root.equals(value)
            ? new Source.Calibrated(ranges.of(root).method())
            : new Source.SharedWith(root);
    return new TensorPlan(value, params(root, range), found, range.low(), range.high());
  }

  private QuantParams params(String root, Range range) {
    ActivationScheme scheme = ranges.scheme(root);
    if (whole.contains(root) && !scheme.isDegenerate(range)) {
      Optional<QuantParams> exact = scheme.whole(range.union(ranges.seen(root)));
      if (exact.isPresent()) {
        return exact.get();
      }
    }
    QuantParams params = scheme.params(range);
    OptionalDouble scale =
        scheme.isDegenerate(range) ? nothing.ofInput(root) : OptionalDouble.empty();
    return scale.isPresent()
        ? QuantParams.perTensor(params.dtype(), (float) scale.getAsDouble(), params.zeroPoint())
        : params;
  }

  /** The source whose range a source takes: its own, or that of the outermost Concat it joins. */
  private String root(String source) {
    String root = source;
    for (String next = joined.get(root); next != null; next = joined.get(root)) {
      root = next;
    }
    return root;
  }

  /** What the model brings for a source: its own parameters, or those of a value it moves to. */
  private Optional<QuantParams> loaded(String source) {
    QuantParams own = loaded.activations().get(source);
    return own != null
        ? Optional.of(own)
        : structure.holders(source).stream()
            .flatMap(value -> Optional.ofNullable(loaded.activations().get(value)).stream())
            .findFirst();
  }

  /**
   * Gives the operands of a quantized Concat the parameters of its result where that costs little.
   */
  private void join(Group group) {
    String output = group.output();
    if (group.rule().behaviour() != Behaviour.JOINED || !structure.quantized().contains(output)) {
      return;
    }
    float whole = width(range(root(output)));
    float least = narrowest * whole / finerThan8Bits(root(output));
    for (String input : group.head().inputs()) {
      String source = structure.sources().get(input);
      if (source == null
          || source.equals(output)
          || joined.containsKey(source)
          || !ranges.scheme(source).equals(ranges.scheme(root(output)))
          || loaded(source).isPresent()) {
        continue;
      }
      if (width(range(source)) < least) {
        findings.add(
            Finding.warning(
                "plan.concat-ranges",
                group.head().name(),
                "'%s' covers %s of the range of the joined tensor '%s' and loses resolution there."
                    .formatted(input, share(width(range(source)) / whole), output)));
      } else if (structure.isReadOnlyBy(source, group)) {
        joined.put(source, output);
      }
    }
  }

  /** How many steps lie in one of 8 bits. */
  private float finerThan8Bits(String source) {
    return 1 << (Byte.SIZE * (ranges.scheme(source).dtype().bytes() - 1));
  }

  private Range range(String source) {
    return ranges.of(source).range();
  }

  private static float width(Range range) {
    return range.high() - range.low();
  }

  private static String share(float share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
