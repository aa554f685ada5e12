package io.plumbline.verify.score;

/**
 * How one classifier did, against labels and against the first model of the comparison.
 *
 * @param model its name
 * @param top1 share of samples whose highest output is the label, 0…1
 * @param top5 share of samples whose label is among the five highest outputs, 0…1
 * @param agreement share of samples whose highest output is the first model's, 0…1
 * @param cosine mean cosine of its output with the first model's
 * @param signalToNoise 10·log₁₀ of Σx² / Σ(x−y)² over samples and outputs, in decibels, where x is
 *     the first model's; infinite where nothing differs
 * @param drop the first model's top1 minus this one's; positive is a loss
 * @param dropInterval where the drop lies with 95 % confidence
 */
public record ModelScore(
    String model,
    double top1,
    double top5,
    double agreement,
    double cosine,
    double signalToNoise,
    double drop,
    PairedInterval dropInterval) {}
