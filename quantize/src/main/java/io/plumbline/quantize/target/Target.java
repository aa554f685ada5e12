package io.plumbline.quantize.target;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.UnsupportedException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the planner and the code generator need to know of a device.
 *
 * @param name as {@code march} in a configuration
 * @param schemes what nodes may be computed in, of different names, the one for nodes that nothing
 *     is said about first; {@link Scheme#FLOAT32} is always allowed and not among them
 * @param rounding of every quantisation and requantisation
 * @param convention how a symmetric scale follows from a threshold
 * @param requantisation how sums become integers of the output
 * @param products how products are added
 * @param channelScales whether the channels of a sum may have tables of their own for a function
 *     that is computed along with it, so that each is scaled by a power of two
 * @param fusedFunctions whether a convolution may compute a function along with its sum, so that
 *     the sum is not quantized on the way
 */
public record Target(
    String name,
    List<Scheme> schemes,
    Rounding rounding,
    ScaleConvention convention,
    Requantisation requantisation,
    Products products,
    boolean channelScales,
    boolean fusedFunctions) {
  /**
   * Portable C or Java on any processor with 8-bit integers: the target of configurations that name
   * none.
   */
  public static final Target GENERIC =
      new Target(
          "generic-int8",
          List.of(Scheme.INT8, Scheme.INT16, Scheme.W16A16, Scheme.W16A8, Scheme.W6A8, Scheme.W4A8),
          Rounding.HALF_EVEN,
          ScaleConvention.MAXIMUM,
          new Requantisation.FloatMultiplier(),
          Products.EXACT,
          true,
          true);

  public Target {
    schemes = List.copyOf(schemes);
    Set<String> names = new HashSet<>(Set.of(Scheme.FLOAT32.name()));
    if (schemes.isEmpty()
        || schemes.stream().anyMatch(scheme -> scheme.isReal() || !names.add(scheme.name()))) {
      throw new IllegalArgumentException("target '%s' with schemes %s".formatted(name, schemes));
    }
  }

  /** The scheme of nodes that nothing is said about. */
  public Scheme scheme() {
    return schemes.getFirst();
  }

  /** A scheme by name, {@link Scheme#FLOAT32} among them. */
  public Optional<Scheme> scheme(String wanted) {
    return wanted.equals(Scheme.FLOAT32.name())
        ? Optional.of(Scheme.FLOAT32)
        : schemes.stream().filter(scheme -> scheme.name().equals(wanted)).findFirst();
  }

  /** The first scheme whose weights have 16 bits; empty where there is none. */
  public Optional<Scheme> wideWeights() {
    return schemes.stream().filter(Scheme::hasWideWeights).findFirst();
  }

  /** This target with or without zero points of activations. */
  public Target withAsymmetric(boolean allowed) {
    return with(scheme -> scheme.withAsymmetric(allowed));
  }

  /** This target with or without a scale for each output channel of weights. */
  public Target withPerChannelWeights(boolean allowed) {
    return with(scheme -> scheme.withPerChannel(allowed));
  }

  private Target with(UnaryOperator<Scheme> change) {
    return new Target(
        name,
        schemes.stream().map(change).toList(),
        rounding,
        convention,
        requantisation,
        products,
        channelScales,
        fusedFunctions);
  }

  /**
   * Returns when programs can compute as this target does.
   *
   * @throws UnsupportedException when its requantisation is not simulated, or not for sums of 64
   *     bits or functions computed with a sum
   */
  public void requireSimulated() {
    switch (requantisation) {
      case Requantisation.FloatMultiplier _ -> {}
      case Requantisation.FixedPoint _ -> {
        if (fusedFunctions) {
          throw notSimulated(
              "for functions that a convolution computes with its sum", "'fused_functions: false'");
        }
        if (schemes.stream().anyMatch(scheme -> scheme.accumulator() != Accumulator.INT32)) {
          throw notSimulated("for sums of 64 bits", "'accumulator: int32' in all schemes");
        }
      }
      case Requantisation.Shift _ ->
          throw notSimulated("at all", "'requantisation: float-multiplier'");
    }
  }

  private UnsupportedException notSimulated(String what, String remedy) {
    return new UnsupportedException(
        "target.requantisation",
        name,
        "The target '%s' requantises by %s, which programs do not simulate %s."
            .formatted(name, requantisation.label(), what),
        "Give the target %s.".formatted(remedy));
  }
}
