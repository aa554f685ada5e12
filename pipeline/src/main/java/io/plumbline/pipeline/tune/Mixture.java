package io.plumbline.pipeline.tune;

import java.util.List;

/**
 * A quantized model some of whose values and weights have 16 bits.
 *
 * @param tuned the chosen one
 * @param chosen the set of its tensors
 * @param noise what the rounding of each tensor to 8 bits causes, the noisiest first
 * @param held how many tensors more cannot be raised, because of what was asked for them
 * @param dear how many of them are passed over, because they would exceed the budget
 * @param steps all sets that were tried, the smallest first
 * @param samples how many all of this was measured on
 * @param reached whether there is a goal that is met, within its budget
 */
public record Mixture(
    Tuned tuned,
    Step chosen,
    List<Noise> noise,
    int held,
    int dear,
    List<Step> steps,
    int samples,
    boolean reached) {
  public Mixture {
    noise = List.copyOf(noise);
    steps = List.copyOf(steps);
  }

  /**
   * Whether each half of the samples judged what the other one made; else all judge what all made.
   */
  public boolean heldOut() {
    return samples >= HeldOut.LEAST;
  }

  /**
   * What the rounding of one tensor alone does to the results.
   *
   * @param value name of a value, or of a constant
   * @param weights whether it is a constant of weights
   * @param members the values that have its parameters and are held finer with it, itself first
   * @param error mean of Σ(x−y)² / Σx² over samples and results, all else in float; of weights what
   *     corrected biases, and rounding by least squares where it is done, leave of it
   */
  public record Noise(String value, boolean weights, List<String> members, double error) {
    public Noise {
      members = List.copyOf(members);
    }
  }

  /**
   * One set of tensors in 16 bits, biases corrected, and weights rounded where that was not enough,
   * as samples held out judge it.
   *
   * @param fine the tensors, the noisiest first
   * @param cost share of the multiply-accumulates that read 16 bits, 0…1
   */
  public record Step(List<Noise> fine, Fidelity fidelity, double cost) {
    public Step {
      fine = List.copyOf(fine);
    }

    /** Names of the values, or of the constants of weights, the noisiest first. */
    public List<String> names(boolean weights) {
      return fine.stream().filter(each -> each.weights() == weights).map(Noise::value).toList();
    }
  }
}
