package io.plumbline.pipeline.trial;

import io.plumbline.verify.score.Estimate;
import java.util.Optional;

/**
 * How near a program is to the float network on samples that were held out.
 *
 * @param agreement share of samples with the float network's highest score, 0…1; empty where the
 *     first output is no vector of scores
 * @param cosine the least of all outputs, each the mean over samples, −1…1
 * @param top1 share of right answers, 0…1; empty without labels
 * @param drop how much less that is than the float network's share
 */
public record Outcome(
    Optional<Estimate> agreement,
    Estimate cosine,
    Optional<Estimate> top1,
    Optional<Estimate> drop) {}
