package io.plumbline.cli.command;

import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.verification.GivenInput;
import io.plumbline.pipeline.verification.VerificationData;
import io.plumbline.pipeline.verification.ladder.LadderRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code plumb verify} runs models on. */
final class VerifiedData {
  private static final int LADDER_SAMPLES = 8;

  @Option(
      names = {"-i", "--input"},
      paramLabel = "[NAME:]FILE",
      description =
          "A picture, .npy, .txt or raw file for each input, or a folder of samples for each;"
              + " random numbers if not given.")
  private List<String> inputs = List.of();

  @Option(names = "--preprocess", description = "How pictures become the model's input.")
  private @Nullable Path preprocess;

  @Option(
      names = "--float-preprocess",
      description =
          "The same for models that take no pictures beside models that do, and normalise inside.")
  private @Nullable Path floatPreprocess;

  @Option(
      names = "--limit",
      converter = AtLeastOne.class,
      description =
          "Use no more than N samples, spread evenly over all; 8 with --ladder if not given.")
  private int limit;

  @Option(names = "--seed", defaultValue = "1", description = "Of random samples.")
  private long seed;

  @Option(
      names = "--random",
      defaultValue = "1",
      converter = AtLeastOne.class,
      description = "How many random samples.")
  private int random;

  boolean isGiven() {
    return !inputs.isEmpty();
  }

  int limit() {
    return limit > 0 ? limit : Integer.MAX_VALUE;
  }

  VerificationData chosen() {
    return isGiven() ? files(preprocess()) : new VerificationData.Random(seed, random);
  }

  /**
   * All stages of a compilation, on these samples if any are given.
   *
   * @param module that is held to them, too
   */
  LadderRequest ladder(CompileRequest compiled, Optional<ModelFiles> module, int threads) {
    Optional<Preprocess> own =
        compiled.calibration() instanceof FolderData folders
            ? folders.preprocess()
            : Optional.empty();
    return new LadderRequest(
        compiled,
        isGiven() ? Optional.of(files(preprocess().or(() -> own))) : Optional.empty(),
        Optional.ofNullable(floatPreprocess).map(PreprocessFile::read),
        module,
        limit > 0 ? limit : LADDER_SAMPLES,
        threads);
  }

  private Optional<Preprocess> preprocess() {
    return Optional.ofNullable(preprocess).map(PreprocessFile::read);
  }

  private VerificationData files(Optional<Preprocess> prepared) {
    return new VerificationData.Files(
        InputWords.of(inputs).stream().map(GivenInput::parse).toList(),
        prepared,
        Optional.ofNullable(floatPreprocess).map(PreprocessFile::read));
  }
}
