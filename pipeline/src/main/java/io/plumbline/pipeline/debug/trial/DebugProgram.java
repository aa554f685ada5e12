package io.plumbline.pipeline.debug.trial;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.tensor.Finding;
import java.util.function.Consumer;

/**
 * An integer program that is looked at beside the calibrated model it was made of.
 *
 * @param files of the program, and where it runs
 * @param heard told what its user should know of how it runs
 */
public record DebugProgram(ModelFiles files, Consumer<Finding> heard) {}
