package io.plumbline.pipeline.verification.ladder;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.verification.VerificationData;
import java.util.Optional;

/**
 * Which compilation to look at.
 *
 * @param compiled as its resolved configuration says; the stages lie in its folder
 * @param data samples; empty for the calibration samples that the configuration names
 * @param floatPreprocess how pictures become inputs of the float model as it was trained, whatever
 *     the configuration says of it; empty where nobody says it
 * @param module of this compilation, whose program is held to that of the stages, here and on the
 *     device that it names; empty leaves it out
 * @param limit most samples, spread evenly over all
 * @param threads inside one run
 */
public record LadderRequest(
    CompileRequest compiled,
    Optional<VerificationData> data,
    Optional<Preprocess> floatPreprocess,
    Optional<ModelFiles> module,
    int limit,
    int threads) {}
